//! `base64_decode_toarray(base64_string)`

use crate::encoding::from_base64;
use crate::prelude::*;

pub(crate) const BASE64_DECODE_TOARRAY: Scalar = Scalar {
    name: "base64_decode_toarray",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(base64_string: string): dynamic"],
    summary: "Decodes base64 into an array of bytes.",
    notes: &["Null where it is not base64 with padding."],
    upstream: "base64-decode-toarray-function",
    examples: &[
        eg("base64_decode_toarray('S3VzdG8=')", "[75,117,115,116,111]"),
        eg("base64_decode_toarray('U3RyaW5n0KHR0tGA0L7Rh9C60LA')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(serde_json::Value::from(from_base64(text.get(row))?)))
}
