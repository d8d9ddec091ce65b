//! `string_size(source)`

use crate::prelude::*;

pub(crate) const STRING_SIZE: Scalar = Scalar {
    name: "string_size",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string): long"],
    summary: "Returns the size of a text in bytes of UTF-8.",
    notes: &["`strlen` counts characters."],
    upstream: "string-size-function",
    examples: &[eg("string_size('hello')", "5"), eg("string_size('⒦⒰⒮⒯⒪')", "15"), eg("string_size('')", "0")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let source = args.text(0);
    args.rows(|row| i64::try_from(source.get(row).len()).ok())
}
