//! `row_cumsum(term, restart)`

use crate::prelude::*;

pub(crate) const ROW_CUMSUM: Window = Window {
    name: "row_cumsum",
    signatures: &["(term: long|real|timespan, restart: bool = false): typeof(term)"],
    summary: "Adds up `term` from the first row to each row, anew where `restart` is true.",
    notes: &[
        "Rows must be serialized: sorted, or passed through `serialize`.",
        "A null `term` ends the query: what Kusto adds then is not documented.",
    ],
    upstream: "row-cumsum-function",
    examples: &[
        Example { call: "row_cumsum(x)", input: "datatable(x: long)[1, 2, 3]", result: "[1,3,6]" },
        Example { call: "row_cumsum(x, x == 3)", input: "datatable(x: long)[1, 2, 3, 4]", result: "[1,3,3,7]" },
    ],
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let null = || Failure::new("`row_cumsum` of a null is not supported yet");
    let restart = args.bool(1);
    let rows = 0..args.row_count();
    if args.ty(0) == Type::Real {
        let term = args.real(0);
        let mut sum = 0.0;
        let mut sums = Vec::with_capacity(rows.len());
        for row in rows {
            let term = term.get(row).ok_or_else(null)?;
            sum = if restart.get(row) == Some(true) { term } else { sum + term };
            sums.push(Some(sum));
        }
        return Ok(Column::rows(f64::collect(sums.into_iter())));
    }
    let term = args.long(0);
    let mut sum = 0_i64;
    let mut sums = Vec::with_capacity(rows.len());
    for row in rows {
        let term = term.get(row).ok_or_else(null)?;
        let before = if restart.get(row) == Some(true) { 0 } else { sum };
        sum = before.checked_add(term).ok_or_else(|| Failure::new("the sum of `row_cumsum` exceeds its type"))?;
        sums.push(Some(sum));
    }
    Ok(Column::rows(i64::collect(sums.into_iter())))
}
