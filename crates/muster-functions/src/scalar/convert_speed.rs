//! `convert_speed(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_SPEED: Scalar = Scalar {
    name: "convert_speed",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts a speed from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-speed-function",
    examples: &[eg("round(convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerHour'), 6)", "432000.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::SPEED)
}
