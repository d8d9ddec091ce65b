//! `series_fill_linear(series [, missing_value_placeholder [, fill_edges [, constant_value]]])`

use crate::json;
use crate::prelude::*;
use crate::series;
use serde_json::Value as Json;

pub(crate) const SERIES_FILL_LINEAR: Scalar = Scalar {
    name: "series_fill_linear",
    aliases: &[],
    category: Category::Series,
    signatures: &[
        "(series: dynamic, missing_value_placeholder: any = dynamic(null), fill_edges: bool = true, constant_value: any = 0): dynamic",
    ],
    summary: "Replaces missing elements by what a straight line between their neighbors gives.",
    notes: &[
        "Missing is what equals `missing_value_placeholder`, nulls if it is not given.",
        "Before the first and after the last element that is there, the nearest is taken, unless `fill_edges` is false.",
        "A series of nulls alone is filled with `constant_value` as a real, or stays if that is null.",
        "Of a series of whole numbers the results are whole: what is after the point is cut off. Negative ones that would have something to cut off are refused.",
        "Elements that are neither numbers nor missing, and a placeholder that all elements equal, are refused.",
    ],
    upstream: "series-fill-linear-function",
    examples: &[
        eg("series_fill_linear(dynamic([null, 111.0, null, 36.0, null]))", "[111.0,111.0,73.5,36.0,36.0]"),
        eg("series_fill_linear(dynamic([null, 111, null, 36, 41, null, null, 16]))", "[111,111,73,36,41,32,24,16]"),
        eg("series_fill_linear(dynamic([null, 111, null, 36, null]), double(null), false)", "[null,111,73,36,null]"),
        eg("series_fill_linear(dynamic([null, null]))", "[0.0,0.0]"),
        eg("series_fill_linear(dynamic([null, null]), double(null), true, 3.14159)", "[3.14159,3.14159]"),
        eg("series_fill_linear(dynamic([1, -1, 3]), -1)", "[1,2,3]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (series, edges) = (args.json(0), args.bool(2));
    let mut refused = None;
    let answer = args.rows(|row| {
        let elements = json::array(&series, row)?;
        let placeholder = series::placeholder(args, 1, row);
        let fills_edges = args.len() <= 2 || edges.get(row) != Some(false);
        if elements.iter().all(|element| json::equal(element, &placeholder)) {
            if !placeholder.is_null() && !elements.is_empty() {
                refused = Some("of missing elements alone that are not null");
            }
            let constant = if args.len() > 3 { to_json(&args.value(3, row)) } else { Json::from(0) };
            let constant = constant.as_f64().map_or(Json::Null, json::real);
            return Some(vec![constant; elements.len()].into_iter().collect::<Json>());
        }
        match fill(elements, &placeholder, fills_edges) {
            Ok(filled) => Some(Json::Array(filled)),
            Err(what) => {
                refused = Some(what);
                None
            }
        }
    });
    match refused {
        Some(what) => Err(Failure::new(format!("`series_fill_linear` {what} is not supported"))),
        None => answer,
    }
}

fn fill(mut elements: Vec<Json>, placeholder: &Json, fills_edges: bool) -> Result<Vec<Json>, &'static str> {
    let mut present = Vec::new();
    for (place, element) in elements.iter().enumerate() {
        if !json::equal(element, placeholder) {
            present.push((place, element.as_f64().ok_or("with an element that is neither a number nor missing")?));
        }
    }
    let (Some(&(first, _)), Some(&(last, _))) = (present.first(), present.last()) else { return Ok(elements) };
    let is_whole = present.iter().all(|(place, _)| !elements[*place].is_f64());
    for ends in present.windows(2) {
        let [(from, low), (to, high)] = [ends[0], ends[1]];
        for (place, element) in elements.iter_mut().enumerate().take(to).skip(from + 1) {
            // Multiplied first, so that what is whole stays whole.
            let value = high - (high - low) * (to - place) as f64 / (to - from) as f64;
            if is_whole && value < 0.0 && value.fract() != 0.0 {
                return Err("of negative whole numbers");
            }
            *element = if is_whole { Json::from(value as i64) } else { json::real(value) };
        }
    }
    if fills_edges {
        let (front, back) = (elements[first].clone(), elements[last].clone());
        elements[..first].fill(front);
        elements[last + 1..].fill(back);
    }
    Ok(elements)
}
