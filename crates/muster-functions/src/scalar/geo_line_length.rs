//! `geo_line_length(lineString)`

use crate::geo;
use crate::prelude::*;

pub(crate) const GEO_LINE_LENGTH: Scalar = Scalar {
    name: "geo_line_length",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString: dynamic): real"],
    summary: "Returns the length of a `LineString` of GeoJSON, in meters.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m.",
        "Null where the shape is invalid: a line needs at least 2 points.",
        "A `MultiLineString` is refused.",
    ],
    upstream: "geo-line-length-function",
    examples: &[
        eg("round(geo_line_length(dynamic({'type': 'LineString', 'coordinates': [[0, 0], [0, 90]]})), 3)", "10007559.106"),
        eg("geo_line_length(dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let shape = args.json(0);
    let mut has_several = false;
    let answer = args.rows(|row| {
        let shape = shape.get(row)?;
        has_several |= shape.get("type").is_some_and(|kind| kind == "MultiLineString");
        let lines = geo::lines(&shape)?;
        Some(lines.iter().map(|line| geo::length(line)).sum::<f64>())
    });
    if has_several { Err(Failure::new("`geo_line_length` of a `MultiLineString` is not supported")) } else { answer }
}
