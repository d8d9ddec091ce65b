//! `geo_closest_point_on_polygon(longitude, latitude, polygon)`

use crate::geo::{self, Points, Region};
use crate::geo_edge::closest_of;
use crate::prelude::*;

pub(crate) const GEO_CLOSEST_POINT_ON_POLYGON: Scalar = Scalar {
    name: "geo_closest_point_on_polygon",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(longitude: real, latitude: real, polygon: dynamic): dynamic"],
    summary: "Returns the point of a `Polygon` or a `MultiPolygon` of GeoJSON that is nearest to a point; the point itself inside.",
    notes: &[
        "Earth is a sphere with a radius of 6371010 m, and edges are shortest ways on it.",
        "Null where a coordinate is null or out of range, or where the shape is invalid.",
        "A longitude out of range in a shape is refused.",
        "A polygon that does not fit into half of the sphere is refused.",
    ],
    upstream: "geo-closest-point-on-polygon-function",
    examples: &[
        eg(
            "geo_closest_point_on_polygon(1, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "{\"type\":\"Point\",\"coordinates\":[1.0,1.0]}",
        ),
        eg(
            "round(toreal(geo_closest_point_on_polygon(-73.9839, 40.7705, dynamic({'type': 'Polygon', 'coordinates': [[[-73.9495, 40.7969], [-73.95807266235352, 40.80068603561921], [-73.98201942443848, 40.76825672305777], [-73.97317886352539, 40.76455136505513], [-73.9495, 40.7969]]]})).coordinates[0]), 6)",
            "-73.981206",
        ),
        eg(
            "geo_closest_point_on_polygon(500, 1, dynamic({'type': 'Polygon', 'coordinates': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}))",
            "null",
        ),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (points, shape) = (Points::open(args, 1), args.json(2));
    geo::checked(args, "geo_closest_point_on_polygon", |row| {
        let Some((point, shape)) = points.get(0, row).zip(shape.get(row)) else { return Ok(None) };
        let Some(polygons) = geo::polygons(&shape)? else { return Ok(None) };
        for rings in &polygons {
            // A point on an edge is as near as one inside.
            if Region::new(rings)?.contains(point.vector()) != Some(false) {
                return Ok(Some(point.json()));
            }
        }
        Ok(closest_of(point.vector(), &polygons.concat()).map(|(nearest, _)| nearest.point().json()))
    })
}
