//! `geo_polygon_centroid(polygon)`

use crate::geo::{self, Point};
use crate::geo_edge::centroid_of_polygons;
use crate::prelude::*;

pub(crate) const GEO_POLYGON_CENTROID: Scalar = Scalar {
    name: "geo_polygon_centroid",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(polygon: dynamic): dynamic"],
    summary: "Returns the middle of a `Polygon` or a `MultiPolygon` of GeoJSON, weighted by area.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where the shape is invalid.",
        "A longitude out of range in a shape is refused.",
    ],
    upstream: "geo-polygon-centroid-function",
    examples: &[
        eg(
            "round(toreal(geo_polygon_centroid(dynamic({'type': 'Polygon', 'coordinates': [[[-73.9495, 40.7969], [-73.95807266235352, 40.80068603561921], [-73.98201942443848, 40.76825672305777], [-73.97317886352539, 40.76455136505513], [-73.9495, 40.7969]]]})).coordinates[0]), 9)",
            "-73.96573569",
        ),
        eg(
            "geo_polygon_centroid(dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [10, 10], [10, 10], [0, 0]]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let shape = args.json(0);
    geo::checked(args, "geo_polygon_centroid", |row| {
        let Some(shape) = shape.get(row) else { return Ok(None) };
        Ok(geo::polygons(&shape)?.and_then(|polygons| centroid_of_polygons(&polygons)).map(Point::json))
    })
}
