//! `geo_line_centroid(lineString)`

use crate::geo::{self, Point};
use crate::geo_edge::centroid_of_lines;
use crate::prelude::*;

pub(crate) const GEO_LINE_CENTROID: Scalar = Scalar {
    name: "geo_line_centroid",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString: dynamic): dynamic"],
    summary: "Returns the middle of a `LineString` or a `MultiLineString` of GeoJSON, weighted by length.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where the shape is invalid.",
        "A longitude out of range in a shape is refused.",
    ],
    upstream: "geo-line-centroid-function",
    examples: &[
        eg(
            "round(toreal(geo_line_centroid(dynamic({'type': 'LineString', 'coordinates': [[-73.95796, 40.80042], [-73.97317, 40.764486]]})).coordinates[0]), 9)",
            "-73.965567057",
        ),
        eg("geo_line_centroid(dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let shape = args.json(0);
    geo::checked(args, "geo_line_centroid", |row| {
        let Some(shape) = shape.get(row) else { return Ok(None) };
        Ok(geo::lines(&shape)?.and_then(|lines| centroid_of_lines(&lines)).map(Point::json))
    })
}
