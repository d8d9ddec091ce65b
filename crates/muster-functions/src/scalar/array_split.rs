//! `array_split(array, index)`

use crate::json;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const ARRAY_SPLIT: Scalar = Scalar {
    name: "array_split",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(array: dynamic, index: long): dynamic", "(array: dynamic, indices: dynamic): dynamic"],
    summary: "Cuts `array` at one or several places and returns an array of the pieces.",
    notes: &["Negative places count from the end.", "Places that are not in ascending order are refused."],
    upstream: "array-split-function",
    examples: &[
        eg("array_split(dynamic([1, 2, 3, 4, 5]), 2)", "[[1,2],[3,4,5]]"),
        eg("array_split(dynamic([1, 2, 3, 4, 5]), dynamic([1, 3]))", "[[1],[2,3],[4,5]]"),
        eg("array_split(dynamic([1, 2, 3, 4, 5]), -1)", "[[1,2,3,4],[5]]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (array, index, indices) = (args.json(0), args.long(1), args.json(1));
    let several = args.ty(1) == Type::Dynamic;
    let mut disordered = false;
    let answer = args.rows(|row| {
        let elements = json::array(&array, row)?;
        let places = if several {
            match indices.get(row)?.into_owned() {
                Json::Array(places) => places.iter().map(Json::as_i64).collect::<Option<Vec<_>>>()?,
                one => vec![one.as_i64()?],
            }
        } else {
            vec![index.get(row)?]
        };
        let pieces = split(&elements, &places);
        disordered |= pieces.is_none();
        pieces
    });
    if disordered {
        return Err(Failure::new("`array_split` takes its places in ascending order"));
    }
    answer
}

fn split(elements: &[Json], places: &[i64]) -> Option<Json> {
    let length = i64::try_from(elements.len()).ok()?;
    let (mut pieces, mut start) = (Vec::new(), 0);
    for place in places {
        let place = if *place < 0 { place.saturating_add(length) } else { *place };
        let end = usize::try_from(place.clamp(0, length)).ok()?;
        pieces.push(Json::Array(elements.get(start..end)?.to_vec()));
        start = end;
    }
    pieces.push(Json::Array(elements[start..].to_vec()));
    Some(Json::Array(pieces))
}
