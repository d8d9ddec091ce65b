//! `convert_length(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_LENGTH: Scalar = Scalar {
    name: "convert_length",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts a length from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-length-function",
    examples: &[eg("round(convert_length(1.2, 'Meter', 'Foot'), 6)", "3.937008")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::LENGTH)
}
