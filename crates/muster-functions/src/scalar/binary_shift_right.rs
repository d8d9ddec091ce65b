//! `binary_shift_right(value, shift)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const BINARY_SHIFT_RIGHT: Scalar = Scalar {
    name: "binary_shift_right",
    aliases: &[],
    category: Category::Binary,
    signatures: &["(value: long, shift: long): long"],
    summary: "Shifts the bits of `value` to the right.",
    notes: &["The shift counts modulo 64; a negative one gives null.", "The sign is kept."],
    upstream: "binary-shift-right-function",
    examples: &[
        eg("binary_shift_right(8, 2)", "2"),
        eg("binary_shift_right(-8, 1)", "-4"),
        eg("binary_shift_right(8, -1)", "null"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_longs(args, |value, shift| {
        let shift = u32::try_from((shift >= 0).then_some(shift % 64)?).ok()?;
        Some(value.wrapping_shr(shift))
    })
}
