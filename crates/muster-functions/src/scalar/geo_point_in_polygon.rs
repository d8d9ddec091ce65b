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
        "Null where a coordinate is null or out of range, or where the shape is invalid: a ring needs at least 4 points and ends where it begins. Whether rings cross is not examined. A longitude out of range in the shape is refused.",
        "A point on an edge, and a polygon that does not fit into half of the sphere, are refused.",
    ],
    upstream: "geo-point-in-polygon-function",
    examples: &[
        eg(
            "geo_point_in_polygon(1, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "true",
        ),
        eg(
            "geo_point_in_polygon(3, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "false",
        ),
        eg(
            "geo_point_in_polygon(1, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2]]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, shape) = (Points::open(args, 1), args.json(2));
    let read = |row: usize| -> Result<Option<Vec<Region>>, String> {
        let Some(shape) = shape.get(row) else { return Ok(None) };
        let Some(polygons) = geo::polygons(&shape)? else { return Ok(None) };
        polygons.iter().map(|rings| Region::new(rings)).collect::<Result<_, _>>().map(Some)
    };
    let once = args.constant(2).is_some().then(|| read(0));
    geo::checked(args, "geo_point_in_polygon", |row| {
        let Some(point) = points.get(0, row) else { return Ok(None) };
        let fresh;
        let regions = if let Some(regions) = &once {
            regions
        } else {
            fresh = read(row);
            &fresh
        };
        let Some(regions) = regions.as_ref().map_err(Clone::clone)? else { return Ok(None) };
        let mut inside = false;
        for region in regions {
            inside |= region.contains(point.vector()).ok_or("of a point on an edge")?;
        }
        Ok(Some(inside))
    })
}
