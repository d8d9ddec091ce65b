//! `geo_point_in_polygon(longitude, latitude, polygon)`

use crate::geo::{self, Points, Region};
use crate::prelude::*;

pub(crate) const GEO_POINT_IN_POLYGON: Scalar = Scalar {
    name: "geo_point_in_polygon",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(longitude: real, latitude: real, polygon: dynamic): bool"],
    summary: "Says whether a point is inside a `Polygon` or a `MultiPolygon` of GeoJSON.",
    notes: &[
        "Edges are shortest ways on a sphere, not lines on a map.",
        "Null where a coordinate is null or out of range, or where the shape is invalid: a ring needs at least 4 points and ends where it begins. Whether rings cross is not examined.",
        "A point on an edge, and a polygon that does not fit into half of the sphere, are refused.",
    ],
    upstream: "geo-point-in-polygon-function",
    examples: &[
        eg("geo_point_in_polygon(1, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))", "true"),
        eg("geo_point_in_polygon(3, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))", "false"),
        eg("geo_point_in_polygon(1, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2]]]}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, shape) = (Points::open(args, 1), args.json(2));
    let read = |row: usize| {
        let polygons = geo::polygons(&*shape.get(row)?)?;
        Some(polygons.iter().map(|rings| Region::new(rings)).collect::<Result<Vec<_>, _>>())
    };
    let once = args.constant(2).is_some().then(|| read(0));
    let mut failure = None;
    let answer = args.rows(|row| {
        let point = points.get(0, row)?.vector();
        let fresh = if once.is_none() { read(row) } else { None };
        let regions = match once.as_ref().unwrap_or(&fresh).as_ref()? {
            Ok(regions) => regions,
            Err(error) => {
                failure = Some(error.clone());
                return None;
            }
        };
        let mut inside = false;
        for region in regions {
            match region.contains(point) {
                Some(contains) => inside |= contains,
                None => failure = Some(Failure::new("`geo_point_in_polygon` of a point on an edge is not supported")),
            }
        }
        Some(inside)
    });
    failure.map_or(answer, Err)
}
