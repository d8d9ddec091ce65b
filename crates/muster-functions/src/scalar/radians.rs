//! `radians(degrees)`

use crate::numeric;
use crate::prelude::*;

pub(crate) const RADIANS: Scalar = Scalar {
    name: "radians",
    aliases: &[],
    category: Category::Math,
    signatures: &["(degrees: real): real"],
    summary: "Returns an angle of `degrees` in radians.",
    notes: &[],
    upstream: "radians-function",
    examples: &[eg("radians(180) == pi()", "true"), eg("radians(0)", "0.0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    numeric::of_real(args, |degrees| Some(std::f64::consts::PI / 180.0 * degrees))
}
