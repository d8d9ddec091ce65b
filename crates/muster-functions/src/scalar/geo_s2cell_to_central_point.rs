//! `geo_s2cell_to_central_point(s2cell)`

use crate::prelude::*;
use crate::s2::S2Cell;

pub(crate) const GEO_S2CELL_TO_CENTRAL_POINT: Scalar = Scalar {
    name: "geo_s2cell_to_central_point",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(s2cell: string): dynamic"],
    summary: "Returns the middle of an S2 cell as a `Point` of GeoJSON.",
    notes: &["Null where `s2cell` is no token of a cell."],
    upstream: "geo-s2cell-to-central-point-function",
    examples: &[
        eg("round(toreal(geo_s2cell_to_central_point('1234567').coordinates[0]), 9)", "9.868307319"),
        eg("geo_s2cell_to_central_point('a')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let token = args.text(0);
    args.rows(|row| Some(S2Cell::read(token.get(row))?.center().json()))
}
