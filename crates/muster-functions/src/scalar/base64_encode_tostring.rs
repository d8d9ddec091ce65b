//! `base64_encode_tostring(string)`

use crate::encoding::to_base64;
use crate::prelude::*;

pub(crate) const BASE64_ENCODE_TOSTRING: Scalar = Scalar {
    name: "base64_encode_tostring",
    aliases: &["base64_encodestring"],
    category: Category::Encoding,
    signatures: &["(string: string): string"],
    summary: "Encodes the UTF-8 bytes of a text in base64.",
    notes: &["With padding."],
    upstream: "base64-encode-tostring-function",
    examples: &[eg("base64_encode_tostring('Kusto')", "S3VzdG8="), eg("base64_encode_tostring('')", "")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(to_base64(text.get(row).as_bytes())))
}
