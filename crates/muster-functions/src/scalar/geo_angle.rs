//! `geo_angle(p1_longitude, p1_latitude, p2_longitude, p2_latitude, p3_longitude, p3_latitude)`

use crate::geo::Points;
use crate::prelude::*;

pub(crate) const GEO_ANGLE: Scalar = Scalar {
    name: "geo_angle",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &[
        "(p1_longitude: real, p1_latitude: real, p2_longitude: real, p2_latitude: real, p3_longitude: real, p3_latitude: real): real",
    ],
    summary: "Returns the angle at the second point, clockwise from the first point to the third, in radians from 0 to 2π.",
    notes: &[
        "Null where a coordinate is null or out of range, and where a point is the same as the next or opposite to it.",
    ],
    upstream: "geo-angle-function",
    examples: &[
        eg("round(geo_angle(0, 10, 0, 5, 3, -10), 12)", "2.944938434069"),
        eg("round(geo_angle(0, 10, 0, 5, -3, -10), 12)", "3.338246873111"),
        eg("geo_angle(0, 10, 0, 10, 3, -10)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let points = Points::open(args, 3);
    args.rows(|row| {
        let [first, corner, third] = [points.get(0, row)?, points.get(1, row)?, points.get(2, row)?];
        let (first, corner, third) = (first.vector(), corner.vector(), third.vector());
        let (to_first, to_third) = (first.cross(corner), third.cross(corner));
        if to_first.length() == 0.0 || to_third.length() == 0.0 {
            return None;
        }
        let angle = to_first.angle(to_third);
        let is_clockwise = first.cross(third).dot(corner) <= 0.0;
        Some(if is_clockwise { angle } else { std::f64::consts::TAU - angle })
    })
}
