//! `degrees(radians)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const DEGREES: Scalar = Scalar {
    name: "degrees",
    aliases: &[],
    category: Category::Math,
    signatures: &["(radians: real): real"],
    summary: "Returns an angle of `radians` in degrees.",
    notes: &[],
    upstream: "degrees-function",
    examples: &[eg("degrees(pi() / 4)", "45.0"), eg("degrees(0)", "0.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |radians| Some(180.0 / std::f64::consts::PI * radians))
}
