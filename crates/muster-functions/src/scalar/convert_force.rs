//! `convert_force(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_FORCE: Scalar = Scalar {
    name: "convert_force",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts a force from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-force-function",
    examples: &[eg("round(convert_force(1.2, 'Newton', 'Decanewton'), 6)", "0.12")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::FORCE)
}
