//! Points on Earth taken as a sphere: valid coordinates, distances, and shapes in GeoJSON.

use muster_values::{Answer, Args, Cell, Failure, Reals};
use serde_json::{Value as Json, json};

/// Radius of the sphere, in meters.
pub(crate) const EARTH_RADIUS: f64 = 6_371_010.0;
/// How near to 0 a volume of three unit vectors may be before its sign says nothing.
pub(crate) const ROUNDING: f64 = 1e-15;

/// A point: longitude and latitude in degrees, both in range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) longitude: f64,
    pub(crate) latitude: f64,
}

impl Point {
    /// The point at these coordinates; `None` where one is out of range.
    pub(crate) fn new(longitude: f64, latitude: f64) -> Option<Self> {
        let valid = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
        valid.then_some(Self { longitude, latitude })
    }

    /// The point of a position of GeoJSON.
    pub(crate) fn read(position: &Json) -> Option<Self> {
        match position.as_array()?.as_slice() {
            [longitude, latitude, ..] => Self::new(longitude.as_f64()?, latitude.as_f64()?),
            _ => None,
        }
    }

    /// The point as GeoJSON.
    pub(crate) fn json(self) -> Json {
        json!({"type": "Point", "coordinates": [self.longitude, self.latitude]})
    }

    /// Meters to `other`.
    pub(crate) fn distance(self, other: Self) -> f64 {
        let (latitude, other_latitude) = (self.latitude.to_radians(), other.latitude.to_radians());
        let longitudes = other.longitude.to_radians() - self.longitude.to_radians();
        let half_latitudes = (0.5 * (other_latitude - latitude)).sin();
        let half_longitudes = (0.5 * longitudes).sin();
        let chord =
            half_latitudes * half_latitudes + half_longitudes * half_longitudes * latitude.cos() * other_latitude.cos();
        2.0 * chord.clamp(0.0, 1.0).sqrt().asin() * EARTH_RADIUS
    }

    /// The direction from here to `other`, clockwise from north, in radians from -π to π.
    pub(crate) fn azimuth(self, other: Self) -> f64 {
        let (latitude, other_latitude) = (self.latitude.to_radians(), other.latitude.to_radians());
        let longitudes = other.longitude.to_radians() - self.longitude.to_radians();
        let east = longitudes.sin() * other_latitude.cos();
        let north = latitude.cos() * other_latitude.sin() - latitude.sin() * other_latitude.cos() * longitudes.cos();
        east.atan2(north)
    }

    /// The point as a vector of length 1.
    pub(crate) fn vector(self) -> Vector {
        let (longitude, latitude) = (self.longitude.to_radians(), self.latitude.to_radians());
        Vector([latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()])
    }
}

/// A vector in space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Vector(pub(crate) [f64; 3]);

impl Vector {
    pub(crate) fn dot(self, other: Self) -> f64 {
        self.0.iter().zip(other.0).map(|(a, b)| a * b).sum()
    }

    pub(crate) fn cross(self, other: Self) -> Self {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Self([b * z - c * y, c * x - a * z, a * y - b * x])
    }

    pub(crate) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub(crate) fn times(self, factor: f64) -> Self {
        Self(self.0.map(|part| part * factor))
    }

    /// The point in this direction.
    pub(crate) fn point(self) -> Point {
        let [x, y, z] = self.0;
        Point { longitude: y.atan2(x).to_degrees(), latitude: z.atan2((x * x + y * y).sqrt()).to_degrees() }
    }

    /// The angle between two vectors, in radians.
    pub(crate) fn angle(self, other: Self) -> f64 {
        self.cross(other).length().atan2(self.dot(other))
    }

    pub(crate) fn add(self, other: Self) -> Self {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Self([a + x, b + y, c + z])
    }
}

/// The arguments that are longitudes and latitudes.
pub(crate) struct Points<'a>(Vec<Reals<'a>>);

impl<'a> Points<'a> {
    /// `count` points, the first of which has its longitude in the first argument.
    pub(crate) fn open(args: &Args<'a>, count: usize) -> Self {
        Self((0..count * 2).map(|index| args.real(index)).collect())
    }

    /// The point with this index in a row; `None` where a coordinate is null or out of range.
    pub(crate) fn get(&self, index: usize, row: usize) -> Option<Point> {
        Point::new(self.0.get(index * 2)?.get(row)?, self.0.get(index * 2 + 1)?.get(row)?)
    }
}

/// The members of a shape whose `type` is `single`, or `several` for a list of such; `None` where it is neither.
///
/// # Errors
/// A longitude out of range, which Kusto wraps around in some functions.
fn members<'j>(shape: &'j Json, single: &str, several: &str) -> Result<Option<Vec<&'j Json>>, String> {
    let Some((coordinates, kind)) = shape.get("coordinates").zip(shape.get("type").and_then(Json::as_str)) else {
        return Ok(None);
    };
    if wraps_around(coordinates) {
        return Err("of a shape with a longitude out of range".to_owned());
    }
    Ok(if kind == single {
        Some(vec![coordinates])
    } else if kind == several {
        coordinates.as_array().map(|members| members.iter().collect())
    } else {
        None
    })
}

fn wraps_around(coordinates: &Json) -> bool {
    match coordinates.as_array().map(Vec::as_slice) {
        Some([Json::Number(longitude), ..]) => longitude.as_f64().is_some_and(|longitude| longitude.abs() > 180.0),
        Some(members) => members.iter().any(wraps_around),
        None => false,
    }
}

fn points(positions: &Json) -> Option<Vec<Point>> {
    positions.as_array()?.iter().map(Point::read).collect()
}

/// The lines of a `LineString` or a `MultiLineString`; `None` where it is none.
///
/// # Errors
/// As [`members`].
pub(crate) fn lines(shape: &Json) -> Result<Option<Vec<Vec<Point>>>, String> {
    let Some(lines) = members(shape, "LineString", "MultiLineString")? else { return Ok(None) };
    let lines = lines.into_iter().map(|line| points(line).filter(|line| line.len() > 1 && is_connected(line)));
    Ok(lines.collect::<Option<Vec<_>>>().filter(|lines| !lines.is_empty()))
}

/// The polygons of a `Polygon` or a `MultiPolygon`, each a shell and its holes; `None` where it is none.
///
/// # Errors
/// As [`members`].
pub(crate) fn polygons(shape: &Json) -> Result<Option<Vec<Vec<Vec<Point>>>>, String> {
    let Some(polygons) = members(shape, "Polygon", "MultiPolygon")? else { return Ok(None) };
    let polygon = |polygon: &Json| {
        let rings = polygon.as_array()?.iter().map(|ring| points(ring).filter(|ring| is_ring(ring)));
        rings.collect::<Option<Vec<_>>>().filter(|rings| !rings.is_empty())
    };
    let polygons = polygons.into_iter().map(polygon).collect::<Option<Vec<_>>>();
    Ok(polygons.filter(|polygons| !polygons.is_empty()))
}

/// Answers row by row; what a row's answer is refused for ends the call.
///
/// # Errors
/// What the last row that is refused says.
pub(crate) fn checked<C: Cell>(
    args: &Args<'_>,
    name: &str,
    mut answer: impl FnMut(usize) -> Result<Option<C>, String>,
) -> Answer {
    let mut refused = None;
    let answers = args.rows(|row| {
        answer(row).unwrap_or_else(|what| {
            refused = Some(Failure::new(format!("`{name}` {what} is not supported")));
            None
        })
    });
    refused.map_or(answers, Err)
}

/// Whether points are a ring.
pub(crate) fn is_ring(ring: &[Point]) -> bool {
    ring.len() > 3 && ring.first() == ring.last() && is_connected(ring)
}

/// Whether each point has a shortest way to the next.
fn is_connected(line: &[Point]) -> bool {
    line.windows(2).all(|ends| {
        let [from, to] = [ends[0].vector(), ends[1].vector()];
        from != to && from.add(to).length() > ROUNDING
    })
}

/// Meters along a line.
pub(crate) fn length(line: &[Point]) -> f64 {
    let angles: f64 = line.windows(2).map(|ends| ends[0].vector().angle(ends[1].vector())).sum();
    angles * EARTH_RADIUS
}

/// A polygon that answers which points it has inside.
#[derive(Debug)]
pub(crate) struct Region {
    rings: Vec<Vec<Vector>>,
    center: Vector,
    outside: Vector,
}

impl Region {
    /// The region of a shell and its holes.
    ///
    /// # Errors
    /// The shell must fit into half of the sphere, as seen from the middle of its points.
    pub(crate) fn new(rings: &[Vec<Point>]) -> Result<Self, String> {
        let rings: Vec<Vec<Vector>> =
            rings.iter().map(|ring| ring.iter().map(|point| point.vector()).collect()).collect();
        let shell = rings.first().map_or(&[][..], |shell: &Vec<Vector>| shell.get(1..).unwrap_or_default());
        let center = shell.iter().fold(Vector([0.0; 3]), |sum, vertex| sum.add(*vertex));
        let far = rings.iter().flatten().any(|vertex| vertex.dot(center) <= ROUNDING * center.length());
        if far || center.length() <= ROUNDING {
            return Err("of a polygon that does not fit into half of the sphere".to_owned());
        }
        // A point a quarter of the way around from the middle is outside; slanted, to be in line with no grid.
        let aside = if center.0[2].abs() < 0.9 * center.length() { [0.1, 0.2, 1.0] } else { [1.0, 0.1, 0.2] };
        let outside = center.cross(Vector(aside));
        Ok(Self { rings, center, outside })
    }

    /// Whether `point` is inside; `None` on an edge.
    pub(crate) fn contains(&self, point: Vector) -> Option<bool> {
        if point.dot(self.center) <= 0.0 {
            return Some(false);
        }
        let mut inside = false;
        let way = point.cross(self.outside);
        for ring in &self.rings {
            // Asked once for each vertex, so that a way through a vertex goes on one side of it for both its edges.
            let left: Vec<bool> = ring.iter().map(|vertex| way.dot(*vertex) > 0.0).collect();
            for (ends, left) in ring.windows(2).zip(left.windows(2)) {
                let edge = ends[0].cross(ends[1]);
                let side = edge.dot(point);
                if side.abs() <= ROUNDING && between(point, ends[0], ends[1], edge) {
                    return None;
                }
                if left[0] != left[1] && (side > 0.0) == left[1] && (edge.dot(self.outside) > 0.0) == left[0] {
                    inside = !inside;
                }
            }
        }
        Some(inside)
    }
}

/// Whether a point on the great circle of an edge is on the edge.
pub(crate) fn between(point: Vector, from: Vector, to: Vector, edge: Vector) -> bool {
    edge.cross(from).dot(point) >= -ROUNDING && to.cross(edge).dot(point) >= -ROUNDING
}

/// A function of the cell of a geohash: west, south, east and north in degrees.
pub(crate) fn of_geohash(args: &Args<'_>, function: fn([f64; 4]) -> Option<Json>) -> Answer {
    let geohash = args.text(0);
    args.rows(|row| function(crate::geohash::cell(geohash.get(row))?))
}
