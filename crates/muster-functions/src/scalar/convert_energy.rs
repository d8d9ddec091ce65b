//! `convert_energy(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_ENERGY: Scalar = Scalar {
    name: "convert_energy",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts an energy from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-energy-function",
    examples: &[eg("round(convert_energy(1.2, 'Joule', 'BritishThermalUnit'), 6)", "0.001137")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::ENERGY)
}
