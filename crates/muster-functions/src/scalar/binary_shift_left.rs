//! `binary_shift_left(value, shift)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BINARY_SHIFT_LEFT: Scalar = Scalar {
    name: "binary_shift_left",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value: long, shift: long): long"],
    summary: "Shifts the bits of `value` to the left.",
    notes: &["The shift counts modulo 64; a negative one gives null."],
    upstream: "binary-shift-left-function",
    examples: &[
        eg("binary_shift_left(1, 2)", "4"),
        eg("binary_shift_left(1, 66)", "4"),
        eg("binary_shift_left(1, -1)", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_longs(args, |value, shift| {
        let shift = u32::try_from((shift >= 0).then_some(shift % 64)?).ok()?;
        Some(value.wrapping_shl(shift))
    })
}
