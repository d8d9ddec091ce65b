//! Shapes that functions of series share: arrays of numbers, element by element.

use muster_values::{Answer, Args, Failure};
use serde_json::{Number, Value as Json};

use crate::json;

/// A function of each number; what is no number becomes null. The results are reals.
pub(crate) fn each(args: &Args<'_>, function: fn(f64) -> f64) -> Answer {
    let series = args.json(0);
    args.rows(|row| {
        let elements = json::array(&series, row)?;
        let answer = |element: &Json| element.as_f64().map_or(Json::Null, |number| json::real(function(number)));
        Some(elements.iter().map(answer).collect::<Json>())
    })
}

/// A function of each pair of numbers; what is no number or has no partner becomes null.
///
/// The results are longs where all numbers of both series are, and reals otherwise; always reals if `whole` is `None`.
pub(crate) fn arithmetic(args: &Args<'_>, whole: Option<fn(i64, i64) -> i64>, real: fn(f64, f64) -> f64) -> Answer {
    pairs(args, move |all_whole| {
        let whole = whole.filter(|_| all_whole);
        move |left: &Number, right: &Number| match (whole, left.as_i64(), right.as_i64()) {
            (Some(whole), Some(left), Some(right)) => Json::from(whole(left, right)),
            _ => left.as_f64().zip(right.as_f64()).map_or(Json::Null, |(l, r)| json::real(real(l, r))),
        }
    })
}

/// A comparison of each pair of numbers; what is no number or has no partner becomes null.
pub(crate) fn comparison(args: &Args<'_>, holds: fn(f64, f64) -> bool) -> Answer {
    pairs(args, move |_| {
        move |left: &Number, right: &Number| {
            left.as_f64().zip(right.as_f64()).map_or(Json::Null, |(left, right)| Json::Bool(holds(left, right)))
        }
    })
}

fn pairs<F: Fn(&Number, &Number) -> Json>(args: &Args<'_>, function: impl Fn(bool) -> F) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    args.rows(|row| {
        let (first, second) = (json::array(&first, row)?, json::array(&second, row)?);
        let all_whole = first.iter().chain(&second).all(|element| !element.is_f64());
        let function = function(all_whole);
        let answer = |place: usize| match (first.get(place), second.get(place)) {
            (Some(Json::Number(left)), Some(Json::Number(right))) => function(left, right),
            _ => Json::Null,
        };
        Some((0..first.len().max(second.len())).map(answer).collect::<Json>())
    })
}

/// A function of a whole series of numbers; null where an element is no number.
pub(crate) fn whole(args: &Args<'_>, function: fn(&[f64]) -> Option<f64>) -> Answer {
    let series = args.json(0);
    args.rows(|row| function(&numbers(&json::array(&series, row)?)?))
}

/// A function of two series of numbers; null where an element is no number.
pub(crate) fn both(args: &Args<'_>, function: fn(&[f64], &[f64]) -> Option<f64>) -> Answer {
    let (first, second) = (args.json(0), args.json(1));
    args.rows(|row| {
        let (first, second) = (json::array(&first, row)?, json::array(&second, row)?);
        function(&numbers(&first)?, &numbers(&second)?)
    })
}

/// The numbers of a series, or `None` where an element is no number.
pub(crate) fn numbers(elements: &[Json]) -> Option<Vec<f64>> {
    elements.iter().map(Json::as_f64).collect()
}

/// The sum of the products of two series, as far as the shorter one goes.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Replaces each missing element by the last one before it; `backward` looks from the other end.
pub(crate) fn fill(args: &Args<'_>, backward: bool) -> Answer {
    let series = args.json(0);
    args.rows(|row| {
        let mut elements = json::array(&series, row)?;
        let placeholder = placeholder(args, 1, row);
        let mut last = None;
        let mut visit = |element: &mut Json| {
            if json::equal(element, &placeholder) {
                if let Some(last) = &last {
                    element.clone_from(last);
                }
            } else {
                last = Some(element.clone());
            }
        };
        if backward {
            elements.iter_mut().rev().for_each(&mut visit);
        } else {
            elements.iter_mut().for_each(&mut visit);
        }
        Some(Json::Array(elements))
    })
}

/// A function of a whole series of numbers that refuses some of them.
///
/// # Errors
/// The message that `function` gives for a series that is refused, and one for an element that is no number.
pub(crate) fn checked<C: muster_values::Cell>(
    args: &Args<'_>,
    name: &str,
    function: impl Fn(&[f64], usize) -> Result<Option<C>, String>,
) -> Answer {
    let series = args.json(0);
    let mut refused = None;
    let answer = args.rows(|row| {
        let elements = json::array(&series, row)?;
        let result = match numbers(&elements) {
            Some(numbers) => function(&numbers, row),
            None => Err("with an element that is no number".to_owned()),
        };
        result.unwrap_or_else(|what| {
            refused = Some(Failure::new(format!("`{name}` {what} is not supported")));
            None
        })
    });
    refused.map_or(answer, Err)
}

/// The placeholder of missing elements, which is the argument with this index; null if it is not given.
pub(crate) fn placeholder(args: &Args<'_>, index: usize, row: usize) -> Json {
    if args.len() > index { muster_values::to_json(&args.value(index, row)) } else { Json::Null }
}
