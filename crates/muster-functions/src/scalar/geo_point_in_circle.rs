//! `geo_point_in_circle(p_longitude, p_latitude, pc_longitude, pc_latitude, c_radius)`

use crate::geo::Points;
use crate::prelude::*;

pub(crate) const GEO_POINT_IN_CIRCLE: Scalar = Scalar {
    name: "geo_point_in_circle",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(p_longitude: real, p_latitude: real, pc_longitude: real, pc_latitude: real, c_radius: real): bool"],
    summary: "Says whether a point is at most `c_radius` meters away from the center of a circle.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m.",
        "Null where a coordinate is null or out of range, or the radius null or negative.",
    ],
    upstream: "geo-point-in-circle-function",
    examples: &[
        eg("geo_point_in_circle(-122.143564, 47.535677, -122.100896, 47.527351, 3500)", "true"),
        eg("geo_point_in_circle(-122.137575, 47.630683, -122.100896, 47.527351, 3500)", "false"),
        eg("geo_point_in_circle(200, 1, 1, 1, 3500)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, radius) = (Points::open(args, 2), args.real(4));
    args.rows(|row| {
        let radius = radius.get(row).filter(|radius| radius.is_finite() && *radius >= 0.0)?;
        Some(points.get(0, row)?.distance(points.get(1, row)?) <= radius)
    })
}
