//! `convert_volume(value, from, to)`

use crate::prelude::*;
use crate::units;

pub(crate) const CONVERT_VOLUME: Scalar = Scalar {
    name: "convert_volume",
    aliases: &[],
    category: Category::Math,
    signatures: &["(value: real, from: const string, to: const string): real"],
    summary: "Converts a volume from one unit to another.",
    notes: &["Units are named as Kusto names them, with their case of letters; those that are not common are refused."],
    upstream: "convert-volume-function",
    examples: &[eg("round(convert_volume(1.2, 'CubicMeter', 'AcreFoot'), 6)", "0.000973")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    units::convert(args, &units::VOLUME)
}
