//! `zlib_decompress_from_base64_string(string)`

use flate2::read::ZlibDecoder;

use crate::encoding::decompress;
use crate::prelude::*;

pub(crate) const ZLIB_DECOMPRESS_FROM_BASE64_STRING: Scalar = Scalar {
    name: "zlib_decompress_from_base64_string",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(string: string): string"],
    summary: "Decompresses base64 of a zlib stream of UTF-8.",
    notes: &["The empty string where it cannot be read.", "More than 64 MiB are refused."],
    upstream: "zlib-base64-decompress",
    examples: &[
        eg(
            "zlib_decompress_from_base64_string('eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw==')",
            "1234567890qwertyuiop",
        ),
        eg("zlib_decompress_from_base64_string('x0x0x0')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    decompress(args, ZlibDecoder::new)
}
