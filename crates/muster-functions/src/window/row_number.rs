//! `row_number(start, restart)`

use crate::prelude::*;

pub(crate) const ROW_NUMBER: Window = Window {
    name: "row_number",
    signatures: &["(start: long = 1, restart: bool = false): long"],
    summary: "Numbers the rows from `start` on, anew where `restart` is true.",
    notes: &["Rows must be serialized: sorted, or passed through `serialize`.", "`start` must be a constant."],
    upstream: "row-number-function",
    examples: &[
        Example { call: "row_number()", input: "datatable(x: string)['a', 'b', 'c']", result: "[1,2,3]" },
        Example { call: "row_number(7)", input: "datatable(x: string)['a', 'b', 'c']", result: "[7,8,9]" },
        Example {
            call: "row_number(1, x != prev(x))",
            input: "datatable(x: string)['a', 'a', 'b']",
            result: "[1,2,1]",
        },
    ],
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (start, restart) = (args.long(0), args.bool(1));
    let null = || Failure::new("a null as the start of `row_number` is not supported yet");
    let mut number: Option<i64> = None;
    let mut numbers = Vec::with_capacity(args.row_count());
    for row in 0..args.row_count() {
        let first = if args.is_empty() { 1 } else { start.get(row).ok_or_else(null)? };
        number = match number {
            Some(last) if restart.get(row) != Some(true) => {
                Some(last.checked_add(1).ok_or_else(|| Failure::new("the numbers of `row_number` exceed a `long`"))?)
            }
            _ => Some(first),
        };
        numbers.push(number);
    }
    Ok(Column::rows(i64::collect(numbers.into_iter())))
}
