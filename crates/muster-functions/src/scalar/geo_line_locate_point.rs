//! `geo_line_locate_point(lineString, longitude, latitude)`

use crate::geo::{self, Point};
use crate::geo_edge::fraction_at;
use crate::prelude::*;

pub(crate) const GEO_LINE_LOCATE_POINT: Scalar = Scalar {
    name: "geo_line_locate_point",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString: dynamic, longitude: real, latitude: real): real"],
    summary: "Returns the share of the length of a `LineString` of GeoJSON up to its point that is nearest to a point, from 0 to 1.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a coordinate is null or out of range, or where the shape is invalid.",
        "A longitude out of range in a shape is refused.",
        "Several lines are refused.",
    ],
    upstream: "geo-line-locate-point-function",
    examples: &[
        eg(
            "round(geo_line_locate_point(dynamic({'type': 'LineString', 'coordinates': [[-73.95796, 40.80042], [-73.97317, 40.764486]]}), -73.965, 40.792), 9)",
            "0.255601351",
        ),
        eg("geo_line_locate_point(dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}), 1, 1)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (shape, longitude, latitude) = (args.json(0), args.real(1), args.real(2));
    geo::checked(args, "geo_line_locate_point", |row| {
        let coordinates = longitude.get(row).zip(latitude.get(row));
        let point = coordinates.and_then(|(longitude, latitude)| Point::new(longitude, latitude));
        let Some((point, shape)) = point.zip(shape.get(row)) else { return Ok(None) };
        let line = match geo::lines(&shape)?.as_deref() {
            None => return Ok(None),
            Some([line]) => line.clone(),
            Some(_) => return Err("of several lines".to_owned()),
        };
        Ok(fraction_at(&line, point.vector()))
    })
}
