//! `geo_s2cell_to_polygon(s2cell)`

use crate::prelude::*;
use crate::s2::S2Cell;

pub(crate) const GEO_S2CELL_TO_POLYGON: Scalar = Scalar {
    name: "geo_s2cell_to_polygon",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(s2cell: string): dynamic"],
    summary: "Returns an S2 cell as a `Polygon` of GeoJSON.",
    notes: &["Null where `s2cell` is no token of a cell."],
    upstream: "geo-s2cell-to-polygon-function",
    examples: &[
        eg("round(toreal(geo_s2cell_to_polygon('89c259').coordinates[0][2][1]), 9)", "40.70888049"),
        eg("array_length(geo_s2cell_to_polygon('89c259').coordinates[0])", "5"),
        eg("geo_s2cell_to_polygon('a')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let token = args.text(0);
    args.rows(|row| {
        let [first, second, third, fourth] = S2Cell::read(token.get(row))?.corners();
        let ring = [first, second, third, fourth, first].map(|point| [point.longitude, point.latitude]);
        Some(serde_json::json!({"type": "Polygon", "coordinates": [ring]}))
    })
}
