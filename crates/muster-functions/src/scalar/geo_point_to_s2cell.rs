//! `geo_point_to_s2cell(longitude, latitude [, level])`

use crate::geo::Points;
use crate::prelude::*;
use crate::s2::S2Cell;

pub(crate) const GEO_POINT_TO_S2CELL: Scalar = Scalar {
    name: "geo_point_to_s2cell",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(longitude: real, latitude: real, level: long = 11): string"],
    summary: "Returns the token of the S2 cell of a level that has a point.",
    notes: &["Empty where a coordinate is null or out of range, or `level` is not from 0 to 30."],
    upstream: "geo-point-to-s2cell-function",
    examples: &[
        eg("geo_point_to_s2cell(-80.195829, 25.802215, 8)", "88d9b"),
        eg("geo_point_to_s2cell(300, 1, 8)", ""),
        eg("geo_point_to_s2cell(1, 1, int(null))", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, level) = (Points::open(args, 1), args.long(2));
    args.rows(|row| {
        let level = if args.len() > 2 { level.get(row)? } else { 11 };
        Some(S2Cell::of(points.get(0, row)?, level)?.token())
    })
}
