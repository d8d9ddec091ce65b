//! `geo_from_wkt(wkt)`

use crate::geo;
use crate::prelude::*;
use crate::wkt;

pub(crate) const GEO_FROM_WKT: Scalar = Scalar {
    name: "geo_from_wkt",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(wkt: string): dynamic"],
    summary: "Reads a shape of well-known text as GeoJSON.",
    notes: &[
        "Coordinates are reals. Null where the text is no shape.",
        "`EMPTY`, more than two dimensions, coordinates out of range and rings that are not closed are refused.",
    ],
    upstream: "geo-from-wkt-function",
    examples: &[
        eg("geo_from_wkt('POINT (1 2)')", "{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}"),
        eg("geo_from_wkt('LINESTRING (1 2, 3 4)')", "{\"type\":\"LineString\",\"coordinates\":[[1.0,2.0],[3.0,4.0]]}"),
        eg(
            "geo_from_wkt('POLYGON ((0 0, 2 0, 2 2, 0 0))')",
            "{\"type\":\"Polygon\",\"coordinates\":[[[0.0,0.0],[2.0,0.0],[2.0,2.0],[0.0,0.0]]]}",
        ),
        eg(
            "geo_from_wkt('MULTIPOINT (1 1, 2 2, 3 3)')",
            "{\"type\":\"MultiPoint\",\"coordinates\":[[1.0,1.0],[2.0,2.0],[3.0,3.0]]}",
        ),
        eg(
            "geo_from_wkt('GEOMETRYCOLLECTION (POINT (1 1),LINESTRING (2 2, 3 3))')",
            "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1.0,1.0]},{\"type\":\"LineString\",\"coordinates\":[[2.0,2.0],[3.0,3.0]]}]}",
        ),
        eg("geo_from_wkt('LINESTRING')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    geo::checked(args, "geo_from_wkt", |row| wkt::read(text.get(row)))
}
