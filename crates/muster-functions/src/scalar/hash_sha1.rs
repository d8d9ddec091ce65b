//! `hash_sha1(source)`

use sha1::{Digest as _, Sha1};

use crate::encoding::{digest, to_hex};
use crate::prelude::*;

pub(crate) const HASH_SHA1: Scalar = Scalar {
    name: "hash_sha1",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(source: string|datetime): string"],
    summary: "Returns the SHA-1 digest of a text in hexadecimal.",
    notes: &[
        "A `datetime` is digested as its text, `2020-01-01T00:00:00.0000000Z`; other types are refused, since how Kusto digests them is not known.",
    ],
    upstream: "hash-sha1-function",
    examples: &[
        eg("hash_sha1('World')", "70c07ec18ef89c5309bbb0937f3a6342411e1fdd"),
        eg("hash_sha1(datetime(2020-01-01))", "e903e533f4d636b4fc0dcf3cf81e7b7f330de776"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    digest(args, |bytes| to_hex(&Sha1::digest(bytes)))
}
