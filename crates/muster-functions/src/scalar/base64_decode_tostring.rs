//! `base64_decode_tostring(base64_string)`

use crate::encoding::from_base64;
use crate::prelude::*;

pub(crate) const BASE64_DECODE_TOSTRING: Scalar = Scalar {
    name: "base64_decode_tostring",
    aliases: &["base64_decodestring"],
    category: Category::Encoding,
    signatures: &["(base64_string: string): string"],
    summary: "Decodes base64 of a text in UTF-8.",
    notes: &[
        "The empty string where it is not base64 with padding, or not UTF-8.",
        "UTF-16, as PowerShell's `-EncodedCommand` has it, gives a NUL after each letter: `replace_string(x, '\\\\0', '')` takes them away.",
    ],
    upstream: "base64-decode-tostring-function",
    examples: &[
        eg("base64_decode_tostring('S3VzdG8=')", "Kusto"),
        eg("base64_decode_tostring('S3VzdG8')", ""),
        eg("base64_decode_tostring('U3RyaW5n0KHR0tGA0L7Rh9C60LA=')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| String::from_utf8(from_base64(text.get(row))?).ok())
}
