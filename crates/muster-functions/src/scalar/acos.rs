//! `acos(number)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const ACOS: Scalar = Scalar {
    name: "acos",
    aliases: &[],
    category: Category::Math,
    signatures: &["(number: real): real"],
    summary: "Returns the angle in radians whose cosine is `number`.",
    notes: &["Null below -1 and above 1."],
    upstream: "acos-function",
    examples: &[eg("acos(1)", "0.0"), eg("acos(2)", "null")],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |number| (number.abs() <= 1.0 || number.is_nan()).then(|| number.acos()))
}
