//! `geo_geohash_to_central_point(geohash)`

use crate::geo::{Point, of_geohash};
use crate::prelude::*;

pub(crate) const GEO_GEOHASH_TO_CENTRAL_POINT: Scalar = Scalar {
    name: "geo_geohash_to_central_point",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(geohash: string): dynamic"],
    summary: "Returns the middle of the cell of a geohash as a `Point` of GeoJSON.",
    notes: &["Null where `geohash` is none: 1 to 18 characters, without `a`, `i`, `l` and `o`."],
    upstream: "geo-geohash-to-central-point-function",
    examples: &[
        eg(
            "geo_geohash_to_central_point('sunny')",
            "{\"type\":\"Point\",\"coordinates\":[42.47314453125,23.70849609375]}",
        ),
        eg("geo_geohash_to_central_point('a')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    of_geohash(args, |[west, south, east, north]| {
        Point::new(f64::midpoint(west, east), f64::midpoint(south, north)).map(Point::json)
    })
}
