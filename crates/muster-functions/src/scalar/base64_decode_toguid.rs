//! `base64_decode_toguid(base64_string)`

use uuid::Uuid;

use crate::encoding::from_base64;
use crate::prelude::*;

pub(crate) const BASE64_DECODE_TOGUID: Scalar = Scalar {
    name: "base64_decode_toguid",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(base64_string: string): guid"],
    summary: "Decodes base64 of the 16 bytes of a GUID.",
    notes: &[
        "Null where it is not base64 of 16 bytes.",
        "The bytes are in the order of Windows: the first three groups little end first.",
    ],
    upstream: "base64-decode-toguid-function",
    examples: &[
        eg("base64_decode_toguid('JpbpECu8dUy7Pv5gbeJXAA==')", "10e99626-bc2b-4c75-bb3e-fe606de25700"),
        eg("base64_decode_toguid('S3VzdG8=')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(Uuid::from_bytes_le(from_base64(text.get(row))?.try_into().ok()?)))
}
