//! `geo_polygon_perimeter(polygon)`

use crate::geo;
use crate::prelude::*;

pub(crate) const GEO_POLYGON_PERIMETER: Scalar = Scalar {
    name: "geo_polygon_perimeter",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(polygon: dynamic): real"],
    summary: "Returns the length of the edge of a `Polygon` of GeoJSON, in meters.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m.",
        "Null where the shape is invalid: a ring needs at least 4 points and ends where it begins.",
        "Holes and a `MultiPolygon` are refused.",
    ],
    upstream: "geo-polygon-perimeter-function",
    examples: &[
        eg(
            "geo_polygon_perimeter(dynamic({'type': 'Polygon', 'coordinates': [[[-73.9495, 40.7969], [-73.95807266235352, 40.80068603561921], [-73.98201942443848, 40.76825672305777], [-73.97317886352539, 40.76455136505513], [-73.9495, 40.7969]]]}))",
            "9930.301496049382",
        ),
        eg("geo_polygon_perimeter(dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [1, 1]]]}))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let shape = args.json(0);
    geo::checked(args, "geo_polygon_perimeter", |row| {
        let Some(shape) = shape.get(row) else { return Ok(None) };
        match geo::polygons(&shape)?.as_deref() {
            None => Ok(None),
            Some([rings]) if rings.len() == 1 => Ok(rings.first().map(|shell| geo::length(shell))),
            Some(_) => Err("of a polygon with holes or of several polygons".to_owned()),
        }
    })
}
