//! `geo_point_to_geohash(longitude, latitude [, accuracy])`

use crate::geo::Points;
use crate::geohash::encode;
use crate::prelude::*;

pub(crate) const GEO_POINT_TO_GEOHASH: Scalar = Scalar {
    name: "geo_point_to_geohash",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(longitude: real, latitude: real, accuracy: long = 5): string"],
    summary: "Returns the geohash of a point, with `accuracy` characters.",
    notes: &["Empty where a coordinate is null or out of range, or `accuracy` is not from 1 to 18."],
    upstream: "geo-point-to-geohash-function",
    examples: &[
        eg("geo_point_to_geohash(139.806115, 35.554128, 12)", "xn76m27ty9g4"),
        eg("geo_point_to_geohash(-80.195829, 25.802215, 8)", "dhwfz15h"),
        eg("geo_point_to_geohash(-122.303404, 47.570482)", "c23n8"),
        eg("geo_point_to_geohash(200, 1, 8)", ""),
        eg("geo_point_to_geohash(1, 1, int(null))", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, accuracy) = (Points::open(args, 1), args.long(2));
    args.rows(|row| encode(points.get(0, row)?, if args.len() > 2 { accuracy.get(row)? } else { 5 }))
}
