//! `geo_distance_2points(p1_longitude, p1_latitude, p2_longitude, p2_latitude)`

use crate::geo::Points;
use crate::prelude::*;

pub(crate) const GEO_DISTANCE_2POINTS: Scalar = Scalar {
    name: "geo_distance_2points",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(p1_longitude: real, p1_latitude: real, p2_longitude: real, p2_latitude: real): real"],
    summary: "Returns the shortest way between two points on Earth, in meters.",
    notes: &["Earth is a sphere with a radius of 6371010 m.", "Null where a coordinate is null or out of range."],
    upstream: "geo-distance-2points-function",
    examples: &[
        eg("geo_distance_2points(-122.407628, 47.578557, -118.275287, 34.019056)", "1546754.3519738095"),
        eg("geo_distance_2points(1, 1, 1, 1)", "0.0"),
        eg("geo_distance_2points(300, 1, 1, 1)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let points = Points::open(args, 2);
    args.rows(|row| Some(points.get(0, row)?.distance(points.get(1, row)?)))
}
