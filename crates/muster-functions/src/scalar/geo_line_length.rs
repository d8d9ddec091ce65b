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
        "A `MultiLineString` of several lines is refused.",
    ],
    upstream: "geo-line-length-function",
    examples: &[
        eg(
            "round(geo_line_length(dynamic({'type': 'LineString', 'coordinates': [[0, 0], [0, 90]]})), 3)",
            "10007559.106",
        ),
        eg("geo_line_length(dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let shape = args.json(0);
    geo::checked(args, "geo_line_length", |row| {
        let Some(shape) = shape.get(row) else { return Ok(None) };
        match geo::lines(&shape)?.as_deref() {
            None => Ok(None),
            Some([line]) => Ok(Some(geo::length(line))),
            Some(_) => Err("of several lines".to_owned()),
        }
    })
}
