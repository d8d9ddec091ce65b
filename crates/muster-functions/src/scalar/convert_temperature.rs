//! `convert_temperature(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_TEMPERATURE: Scalar = Scalar {
    name: "convert_temperature",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts a temperature from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-temperature-function",
    examples: &[eg("round(convert_temperature(1.2, 'Kelvin', 'DegreeCelsius'), 6)", "-271.95")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::TEMPERATURE)
}
