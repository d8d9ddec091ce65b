//! `geo_intersects_2lines(lineString1, lineString2)`

use crate::geo;
use crate::geo_edge::any_cross;
use crate::prelude::*;

pub(crate) const GEO_INTERSECTS_2LINES: Scalar = Scalar {
    name: "geo_intersects_2lines",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString1: dynamic, lineString2: dynamic): bool"],
    summary: "Says whether two `LineString`s or `MultiLineString`s of GeoJSON cross.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a shape is invalid.",
        "A longitude out of range in a shape is refused.",
        "Shapes that touch without crossing are refused.",
    ],
    upstream: "geo-intersects-2lines-function",
    examples: &[
        eg(
            "geo_intersects_2lines(dynamic({'type': 'LineString', 'coordinates': [[-73.978929, 40.785155], [-73.980903, 40.782621]]}), dynamic({'type': 'LineString', 'coordinates': [[-73.985195, 40.788275], [-73.974552, 40.779761]]}))",
            "true",
        ),
        eg(
            "geo_intersects_2lines(dynamic({'type': 'LineString', 'coordinates': [[-73.978929, 40.785155], [-73.980903, 40.782621]]}), dynamic({'type': 'LineString', 'coordinates': [[-73.95796, 40.80042], [-73.97317, 40.764486]]}))",
            "false",
        ),
        eg(
            "geo_intersects_2lines(dynamic({'type': 'LineString', 'coordinates': [[-73.978929, 40.785155], [-73.980903, 40.782621]]}), dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    geo::checked(args, "geo_intersects_2lines", |row| {
        let Some((first, second)) = first.get(row).zip(second.get(row)) else { return Ok(None) };
        let Some((first, second)) = geo::lines(&first)?.zip(geo::lines(&second)?) else { return Ok(None) };
        any_cross(&first, &second).map(Some)
    })
}
