//! `geo_distance_point_to_line(longitude, latitude, lineString)`

use crate::geo::{self, Points};
use crate::geo_edge::closest_of;
use crate::prelude::*;

pub(crate) const GEO_DISTANCE_POINT_TO_LINE: Scalar = Scalar {
    name: "geo_distance_point_to_line",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(longitude: real, latitude: real, lineString: dynamic): real"],
    summary: "Returns the meters from a point to the nearest point of a `LineString` or a `MultiLineString` of GeoJSON.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a coordinate is null or out of range, or where the shape is invalid.",
        "A longitude out of range in a shape is refused.",
    ],
    upstream: "geo-distance-point-to-line-function",
    examples: &[
        eg(
            "round(geo_distance_point_to_line(1, 1, dynamic({'type': 'LineString', 'coordinates': [[-10, 0], [10, 0]]})), 3)",
            "111195.101",
        ),
        eg("geo_distance_point_to_line(1, 1, dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, shape) = (Points::open(args, 1), args.json(2));
    geo::checked(args, "geo_distance_point_to_line", |row| {
        let Some((point, shape)) = points.get(0, row).zip(shape.get(row)) else { return Ok(None) };
        let Some(lines) = geo::lines(&shape)? else { return Ok(None) };
        Ok(closest_of(point.vector(), &lines).map(|(_, meters)| meters))
    })
}
