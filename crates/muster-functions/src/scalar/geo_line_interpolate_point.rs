//! `geo_line_interpolate_point(lineString, fraction)`

use crate::geo::{self, Point};
use crate::geo_edge::at_fraction;
use crate::prelude::*;

pub(crate) const GEO_LINE_INTERPOLATE_POINT: Scalar = Scalar {
    name: "geo_line_interpolate_point",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString: dynamic, fraction: real): dynamic"],
    summary: "Returns the point of a `LineString` of GeoJSON after a share of its length.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where the shape is invalid, or `fraction` is not from 0 to 1.",
        "A longitude out of range in a shape is refused.",
        "Several lines are refused.",
    ],
    upstream: "geo-line-interpolate-point-function",
    examples: &[
        eg(
            "round(toreal(geo_line_interpolate_point(dynamic({'type': 'LineString', 'coordinates': [[-73.95796, 40.80042], [-73.97317, 40.764486]]}), 0.25).coordinates[0]), 9)",
            "-73.961764043",
        ),
        eg(
            "geo_line_interpolate_point(dynamic({'type': 'LineString', 'coordinates': [[-73.95796, 40.80042], [-73.97317, 40.764486]]}), 2.0)",
            "null",
        ),
        eg("geo_line_interpolate_point(dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}), 0.5)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (shape, fraction) = (args.json(0), args.real(1));
    geo::checked(args, "geo_line_interpolate_point", |row| {
        let fraction = fraction.get(row).filter(|fraction| (0.0..=1.0).contains(fraction));
        let Some((fraction, shape)) = fraction.zip(shape.get(row)) else { return Ok(None) };
        let line = match geo::lines(&shape)?.as_deref() {
            None => return Ok(None),
            Some([line]) => line.clone(),
            Some(_) => return Err("of several lines".to_owned()),
        };
        Ok(at_fraction(&line, fraction).map(Point::json))
    })
}
