//! `unicode_codepoints_from_string(value)`

use crate::prelude::*;

pub(crate) const UNICODE_CODEPOINTS_FROM_STRING: Scalar = Scalar {
    name: "unicode_codepoints_from_string",
    aliases: &["to_utf8"],
    category: Category::Text,
    signatures: &["(value: string): dynamic"],
    summary: "Returns the numbers of a text's characters.",
    notes: &["Code points, not bytes and not UTF-16 units."],
    upstream: "unicode-codepoints-from-string-function",
    examples: &[
        eg("unicode_codepoints_from_string('⒦⒰')", "[9382,9392]"),
        eg("unicode_codepoints_from_string('')", "[]"),
        eg("unicode_codepoints_from_string('😀')", "[128512]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let value = args.text(0);
    args.rows(|row| Some(serde_json::Value::from(value.get(row).chars().map(u32::from).collect::<Vec<_>>())))
}
