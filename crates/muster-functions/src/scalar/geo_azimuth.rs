//! `geo_azimuth(p1_longitude, p1_latitude, p2_longitude, p2_latitude)`

use crate::geo::Points;
use crate::prelude::*;

pub(crate) const GEO_AZIMUTH: Scalar = Scalar {
    name: "geo_azimuth",
    aliases: &[],
    category: Category::Geospatial,
    signatures: &["(p1_longitude: real, p1_latitude: real, p2_longitude: real, p2_latitude: real): real"],
    summary: "Returns the direction from one point to another, clockwise from north, in radians from -π to π.",
    notes: &["Null where a coordinate is null or out of range, and where the points are the same or opposite."],
    upstream: "geo-azimuth-function",
    examples: &[
        eg("round(geo_azimuth(5, 10, 10, -40), 12)", "3.054599397964"),
        eg("geo_azimuth(5, 10, 5, 10)", "null"),
        eg("geo_azimuth(5, 10, 200, 10)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let points = Points::open(args, 2);
    args.rows(|row| {
        let (from, to) = (points.get(0, row)?, points.get(1, row)?);
        let apart = from.vector().cross(to.vector()).length() > 0.0;
        apart.then(|| from.azimuth(to))
    })
}
