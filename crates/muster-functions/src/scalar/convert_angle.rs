//! `convert_angle(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_ANGLE: Scalar = Scalar {
    name: "convert_angle",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts an angle from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-angle-function",
    examples: &[eg("round(convert_angle(1.2, 'Degree', 'Arcminute'), 6)", "72.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::ANGLE)
}
