//! `geo_intersects_2polygons(polygon1, polygon2)`

use crate::geo;
use crate::geo_edge::{any_cross, begins_inside};
use crate::prelude::*;

pub(crate) const GEO_INTERSECTS_2POLYGONS: Scalar = Scalar {
    name: "geo_intersects_2polygons",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(polygon1: dynamic, polygon2: dynamic): bool"],
    summary: "Says whether two `Polygon`s or `MultiPolygon`s of GeoJSON have a point in common.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a shape is invalid.",
        "A longitude out of range in a shape is refused.",
        "Shapes that touch without crossing are refused.",
        "A polygon that does not fit into half of the sphere is refused.",
    ],
    upstream: "geo-intersects-2polygons-function",
    examples: &[
        eg(
            "geo_intersects_2polygons(dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}), dynamic({'type': 'Polygon', 'coordinates': [[[1, 1], [3, 1], [3, 3], [1, 1]]]}))",
            "true",
        ),
        eg(
            "geo_intersects_2polygons(dynamic({'type': 'Polygon', 'coordinates': [[[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 0.5]]]}), dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "true",
        ),
        eg(
            "geo_intersects_2polygons(dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}), dynamic({'type': 'Polygon', 'coordinates': [[[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 0.5]]]}))",
            "true",
        ),
        eg(
            "geo_intersects_2polygons(dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}), dynamic({'type': 'Polygon', 'coordinates': [[[10, 0], [12, 0], [12, 2], [10, 2], [10, 0]]]}))",
            "false",
        ),
        eg(
            "geo_intersects_2polygons(dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}), dynamic({'type': 'Polygon'}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    geo::checked(args, "geo_intersects_2polygons", |row| {
        let Some((first, second)) = first.get(row).zip(second.get(row)) else { return Ok(None) };
        let Some((first, second)) = geo::polygons(&first)?.zip(geo::polygons(&second)?) else { return Ok(None) };
        if any_cross(&first.concat(), &second.concat())? {
            return Ok(Some(true));
        }
        for one in &first {
            for other in &second {
                if begins_inside(&one[0], other)? || begins_inside(&other[0], one)? {
                    return Ok(Some(true));
                }
            }
        }
        Ok(Some(false))
    })
}
