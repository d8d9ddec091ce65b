//! `strlen(source)`

use crate::prelude::*;

pub(crate) const STRLEN: Scalar = Scalar {
    name: "strlen",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string): long"],
    summary: "Returns the length of `source` in characters.",
    notes: &["Counts Unicode code points, not bytes."],
    upstream: "strlen-function",
    examples: &[eg("strlen('hello')", "5"), eg("strlen('⒦⒰⒮⒯⒪')", "5"), eg("strlen('')", "0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let source = args.text(0);
    args.rows(|row| i64::try_from(source.get(row).chars().count()).ok())
}
