//! `geo_geohash_to_polygon(geohash)`

use crate::geo::of_geohash;
use crate::prelude::*;
use serde_json::json;

pub(crate) const GEO_GEOHASH_TO_POLYGON: Scalar = Scalar {
    name: "geo_geohash_to_polygon",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(geohash: string): dynamic"],
    summary: "Returns the cell of a geohash as a `Polygon` of GeoJSON.",
    notes: &["Null where `geohash` is none: 1 to 18 characters, without `a`, `i`, `l` and `o`."],
    upstream: "geo-geohash-to-polygon-function",
    examples: &[
        eg(
            "geo_geohash_to_polygon('sunny')",
            "{\"type\":\"Polygon\",\"coordinates\":[[[42.451171875,23.6865234375],[42.4951171875,23.6865234375],[42.4951171875,23.73046875],[42.451171875,23.73046875],[42.451171875,23.6865234375]]]}",
        ),
        eg("geo_geohash_to_polygon('a')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    of_geohash(args, |[west, south, east, north]| {
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        Some(json!({"type": "Polygon", "coordinates": [ring]}))
    })
}
