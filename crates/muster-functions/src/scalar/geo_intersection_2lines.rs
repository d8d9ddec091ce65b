//! `geo_intersection_2lines(lineString1, lineString2)`

use crate::geo;
use crate::geo_edge::crossings;
use crate::prelude::*;
use serde_json::json;

pub(crate) const GEO_INTERSECTION_2LINES: Scalar = Scalar {
    name: "geo_intersection_2lines",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString1: dynamic, lineString2: dynamic): dynamic"],
    summary: "Returns the point where two `LineString`s or `MultiLineString`s of GeoJSON cross.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Without a common point an empty `GeometryCollection`. Null where a shape is invalid.",
        "A longitude out of range in a shape is refused.",
        "Lines that cross more than once, or touch, are refused.",
    ],
    upstream: "geo-intersection-2lines-function",
    examples: &[
        eg(
            "round(toreal(geo_intersection_2lines(dynamic({'type': 'LineString', 'coordinates': [[-73.978929, 40.785155], [-73.980903, 40.782621]]}), dynamic({'type': 'LineString', 'coordinates': [[-73.985195, 40.788275], [-73.974552, 40.779761]]})).coordinates[0]), 9)",
            "-73.979837117",
        ),
        eg(
            "geo_intersection_2lines(dynamic({'type': 'LineString', 'coordinates': [[1, 1], [2, 2]]}), dynamic({'type': 'LineString', 'coordinates': [[3, 3], [4, 4]]}))",
            "{\"type\":\"GeometryCollection\",\"geometries\":[]}",
        ),
        eg(
            "geo_intersection_2lines(dynamic({'type': 'LineString', 'coordinates': [[-73.978929, 40.785155], [-73.980903, 40.782621]]}), dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    geo::checked(args, "geo_intersection_2lines", |row| {
        let Some((first, second)) = first.get(row).zip(second.get(row)) else { return Ok(None) };
        let Some((first, second)) = geo::lines(&first)?.zip(geo::lines(&second)?) else { return Ok(None) };
        match crossings(&first, &second)?.as_slice() {
            [] => Ok(Some(json!({"type": "GeometryCollection", "geometries": []}))),
            [point] => Ok(Some(point.json())),
            _ => Err("of lines that cross more than once".to_owned()),
        }
    })
}
