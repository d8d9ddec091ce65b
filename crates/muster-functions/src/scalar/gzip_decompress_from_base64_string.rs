//! `gzip_decompress_from_base64_string(string)`

use flate2::read::GzDecoder;

use crate::encoding::decompress;
use crate::prelude::*;

pub(crate) const GZIP_DECOMPRESS_FROM_BASE64_STRING: Scalar = Scalar {
    name: "gzip_decompress_from_base64_string",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(string: string): string"],
    summary: "Decompresses base64 of a gzip stream of UTF-8.",
    notes: &["The empty string where it cannot be read.", "More than 64 MiB are refused."],
    upstream: "gzip-base64-decompress",
    examples: &[
        eg(
            "gzip_decompress_from_base64_string('H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==')",
            "1234567890qwertyuiop",
        ),
        eg("gzip_decompress_from_base64_string('x')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    decompress(args, GzDecoder::new)
}
