//! `base64_encode_fromarray(bytes)`

use crate::encoding::to_base64;
use crate::prelude::*;

pub(crate) const BASE64_ENCODE_FROMARRAY: Scalar = Scalar {
    name: "base64_encode_fromarray",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(base64_string_decoded_as_a_byte_array: dynamic): string"],
    summary: "Encodes an array of bytes in base64.",
    notes: &["The empty string where it is not an array of numbers from 0 to 255."],
    upstream: "base64-encode-fromarray-function",
    examples: &[
        eg("base64_encode_fromarray(dynamic([75, 117, 115, 116, 111]))", "S3VzdG8="),
        eg("base64_encode_fromarray(dynamic([256]))", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let bytes = args.json(0);
    args.rows(|row| {
        let json = bytes.get(row)?;
        let byte = |item: &serde_json::Value| item.as_u64().and_then(|byte| u8::try_from(byte).ok());
        let bytes = json.as_array()?.iter().map(byte).collect::<Option<Vec<u8>>>()?;
        Some(to_base64(&bytes))
    })
}
