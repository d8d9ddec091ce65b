//! `range(start, stop, step)`

use crate::json::real;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const RANGE: Scalar = Scalar {
    name: "range",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &[
        "(start: datetime, stop: datetime, step: timespan = 1h): dynamic",
        "(start: timespan, stop: timespan, step: timespan = 1h): dynamic",
        "(start: long, stop: long, step: long = 1): dynamic",
        "(start: real, stop: real, step: real = 1.0): dynamic",
    ],
    summary: "Makes an array of equally spaced values from `start` up to `stop`, which is included if it is met.",
    notes: &[
        "The default of `step` is 1, or 1 hour.",
        "At most 1,048,576 elements are made; what would follow is left out.",
        "A `step` of zero gives null.",
    ],
    upstream: "range-function",
    examples: &[
        eg("range(1, 8, 3)", "[1,4,7]"),
        eg("range(1, 3)", "[1,2,3]"),
        eg("range(1h, 3h)", "[\"01:00:00\",\"02:00:00\",\"03:00:00\"]"),
        eg(
            "range(datetime(2007-01-01), datetime(2007-01-02), 1d)",
            "[\"2007-01-01T00:00:00.0000000Z\",\"2007-01-02T00:00:00.0000000Z\"]",
        ),
        eg("array_length(range(1, 1000000000))", "1048576"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::Real {
        let (start, stop, step) = (args.real(0), args.real(1), args.real(2));
        let given = args.len() > 2;
        return args.rows(|row| {
            let step = if given { step.get(row)? } else { 1.0 };
            reals(start.get(row)?, stop.get(row)?, step)
        });
    }
    let (start, stop, step) = (args.long(0), args.long(1), args.long(2));
    let given = args.len() > 2;
    let (unit, make): (i64, fn(i64) -> Json) = match args.ty(0) {
        Type::Datetime => (3600 * TICKS_PER_SECOND, |ticks| Json::String(Datetime(ticks).to_string())),
        Type::Timespan => (3600 * TICKS_PER_SECOND, |ticks| Json::String(Timespan(ticks).to_string())),
        _ => (1, Json::from),
    };
    args.rows(|row| {
        let step = if given { step.get(row)? } else { unit };
        longs(start.get(row)?, stop.get(row)?, step).map(|values| values.into_iter().map(make).collect::<Json>())
    })
}

/// Kusto's limit of elements.
const LIMIT: usize = 1 << 20;

fn longs(start: i64, stop: i64, step: i64) -> Option<Vec<i64>> {
    if step == 0 {
        return None;
    }
    let within = |value: &i64| if step > 0 { *value <= stop } else { *value >= stop };
    let values = std::iter::successors(Some(start).filter(within), |value| value.checked_add(step).filter(within));
    Some(values.take(LIMIT).collect())
}

fn reals(start: f64, stop: f64, step: f64) -> Option<Json> {
    if step == 0.0 {
        return None;
    }
    let within = |value: &f64| if step > 0.0 { *value <= stop } else { *value >= stop };
    Some((0..LIMIT).map(|index| start + index as f64 * step).take_while(within).map(real).collect())
}
