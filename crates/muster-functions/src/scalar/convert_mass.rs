//! `convert_mass(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_MASS: Scalar = Scalar {
    name: "convert_mass",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts a mass from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-mass-function",
    examples: &[eg("round(convert_mass(1.2, 'Kilogram', 'Pound'), 6)", "2.645547")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::MASS)
}
