//! `zlib_compress_to_base64_string(string)`

use crate::encoding::compress;
use crate::prelude::*;

pub(crate) const ZLIB_COMPRESS_TO_BASE64_STRING: Scalar = Scalar {
    name: "zlib_compress_to_base64_string",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(string: string): string"],
    summary: "Compresses a text as zlib and gives its base64.",
    notes: &[
        "Of texts of 1 to 20 bytes: Microsoft's page shows that 20 bytes are stored as they are, and shorter ones gain \
         even less from compression. Longer ones fail, as how they are compressed is not documented.",
    ],
    upstream: "zlib-base64-compress-function",
    examples: &[
        eg("zlib_compress_to_base64_string('1234567890qwertyuiop')", "eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw=="),
        eg("zlib_decompress_from_base64_string(zlib_compress_to_base64_string('é'))", "é"),
    ],
    naming: Naming::Default,
    body: eval,
};

/// DEFLATE with a window of 32 KiB, no level (RFC 1950).
const HEAD: [u8; 2] = [0x78, 0x01];

fn eval(args: &Args<'_>) -> Answer {
    compress(args, &HEAD, |text| adler32(text).to_be_bytes().to_vec())
}

/// The checksum of RFC 1950 of a short text.
fn adler32(text: &[u8]) -> u32 {
    let (mut sum, mut sums) = (1_u32, 0_u32);
    for byte in text {
        sum = (sum + u32::from(*byte)) % 65_521;
        sums = (sums + sum) % 65_521;
    }
    sums << 16 | sum
}
