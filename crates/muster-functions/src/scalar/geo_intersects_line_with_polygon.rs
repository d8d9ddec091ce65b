//! `geo_intersects_line_with_polygon(lineString, polygon)`

use crate::geo;
use crate::geo_edge::{any_cross, begins_inside};
use crate::prelude::*;

pub(crate) const GEO_INTERSECTS_LINE_WITH_POLYGON: Scalar = Scalar {
    name: "geo_intersects_line_with_polygon",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(lineString: dynamic, polygon: dynamic): bool"],
    summary: "Says whether a `LineString` or `MultiLineString` of GeoJSON and a `Polygon` or `MultiPolygon` have a point in common.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a shape is invalid.",
        "A longitude out of range in a shape is refused.",
        "Shapes that touch without crossing are refused.",
        "A polygon that does not fit into half of the sphere is refused.",
    ],
    upstream: "geo-intersects-line-with-polygon-function",
    examples: &[
        eg(
            "geo_intersects_line_with_polygon(dynamic({'type': 'LineString', 'coordinates': [[1, 1], [5, 1]]}), dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "true",
        ),
        eg(
            "geo_intersects_line_with_polygon(dynamic({'type': 'LineString', 'coordinates': [[0.5, 1], [1, 1]]}), dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "true",
        ),
        eg(
            "geo_intersects_line_with_polygon(dynamic({'type': 'LineString', 'coordinates': [[4, 1], [5, 1]]}), dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "false",
        ),
        eg(
            "geo_intersects_line_with_polygon(dynamic({'type': 'LineString', 'coordinates': [[1, 1]]}), dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (lines, polygons) = (args.json(0), args.json(1));
    geo::checked(args, "geo_intersects_line_with_polygon", |row| {
        let Some((lines, polygons)) = lines.get(row).zip(polygons.get(row)) else { return Ok(None) };
        let Some((lines, polygons)) = geo::lines(&lines)?.zip(geo::polygons(&polygons)?) else { return Ok(None) };
        if any_cross(&lines, &polygons.concat())? {
            return Ok(Some(true));
        }
        for polygon in &polygons {
            for line in &lines {
                if begins_inside(line, polygon)? {
                    return Ok(Some(true));
                }
            }
        }
        Ok(Some(false))
    })
}
