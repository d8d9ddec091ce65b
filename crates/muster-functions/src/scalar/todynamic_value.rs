//! `todynamic_value(value)`: what the binder puts where a `dynamic` is asked for

use crate::conversion::to_dynamic;
use crate::prelude::*;

pub(crate) const TODYNAMIC_VALUE: Scalar = Scalar {
    name: "todynamic_value",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: any): dynamic"],
    summary: "Returns the `dynamic` that holds a value, as silent conversions do it.",
    notes: &[
        "Texts are not parsed: `parse_json` does that.",
        "Moments, lengths of time, decimals and guids become texts.",
    ],
    upstream: "dynamic",
    examples: &[
        eg("tostring(pack_array('[1]'))", "[\"[1]\"]"),
        eg("tostring(pack_array(1, 1.0, 2s))", "[1,1.0,\"00:00:02\"]"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::Dynamic
        && let Some(column) = args.column(0)
    {
        return Ok(column.clone());
    }
    args.rows(|row| to_dynamic(&args.value(0, row)))
}
