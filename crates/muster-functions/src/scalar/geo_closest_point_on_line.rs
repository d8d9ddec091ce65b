//! `geo_closest_point_on_line(longitude, latitude, lineString)`

use crate::geo::{self, Points};
use crate::geo_edge::closest_of;
use crate::prelude::*;

pub(crate) const GEO_CLOSEST_POINT_ON_LINE: Scalar = Scalar {
    name: "geo_closest_point_on_line",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(longitude: real, latitude: real, lineString: dynamic): dynamic"],
    summary: "Returns the point of a `LineString` or a `MultiLineString` of GeoJSON that is nearest to a point.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a coordinate is null or out of range, or where the shape is invalid.",
        "A longitude out of range in a shape is refused.",
    ],
    upstream: "geo-closest-point-on-line-function",
    examples: &[
        eg(
            "geo_closest_point_on_line(20, 0, dynamic({'type': 'LineString', 'coordinates': [[-10, 0], [10, 0]]}))",
            "{\"type\":\"Point\",\"coordinates\":[10.0,0.0]}",
        ),
        eg(
            "geo_closest_point_on_line(300, 3, dynamic({'type': 'LineString', 'coordinates': [[-73.95796, 40.80042], [-73.97317, 40.764486]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, shape) = (Points::open(args, 1), args.json(2));
    geo::checked(args, "geo_closest_point_on_line", |row| {
        let Some((point, shape)) = points.get(0, row).zip(shape.get(row)) else { return Ok(None) };
        let Some(lines) = geo::lines(&shape)? else { return Ok(None) };
        Ok(closest_of(point.vector(), &lines).map(|(nearest, _)| nearest.point().json()))
    })
}
