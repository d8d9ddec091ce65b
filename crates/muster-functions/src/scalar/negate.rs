//! `-value`

use crate::prelude::*;

pub(crate) const NEGATE: Scalar = Scalar {
    name: "negate",
    aliases: &[],
    category: Category::Operator,
    signatures: &[
        "(value: long): long",
        "(value: real): real",
        "(value: decimal): decimal",
        "(value: timespan): timespan",
        "(value: dynamic): dynamic",
    ],
    summary: "Changes the sign: the unary `-`.",
    notes: &["The lowest `long` has no counterpart and stays as it is."],
    upstream: "numerical-operators",
    examples: &[eg("-(3)", "-3"), eg("-(1.5)", "-1.5"), eg("-(2h)", "-02:00:00"), eg("-long(null)", "null")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    match args.ty(0) {
        Type::Real => {
            let value = args.real(0);
            args.rows(|row| value.get(row).map(|r| -r))
        }
        Type::Decimal => {
            let value = args.decimal(0);
            args.rows(|row| value.get(row).and_then(i128::checked_neg).map(DecimalUnits))
        }
        Type::Dynamic => {
            let value = args.json(0);
            args.rows(|row| {
                let json = value.get(row)?;
                let long = json.as_i64().map(|i| serde_json::Value::from(i.wrapping_neg()));
                long.or_else(|| json.as_f64().map(|r| serde_json::Value::from(-r)))
            })
        }
        _ => {
            let value = args.long(0);
            args.rows(|row| value.get(row).map(i64::wrapping_neg))
        }
    }
}
