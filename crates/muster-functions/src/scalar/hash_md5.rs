//! `hash_md5(source)`

use md5::{Digest as _, Md5};

use crate::encoding::{digest, to_hex};
use crate::prelude::*;

pub(crate) const HASH_MD5: Scalar = Scalar {
    name: "hash_md5",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(source: string|datetime): string"],
    summary: "Returns the MD5 digest of a text in hexadecimal.",
    notes: &[
        "A `datetime` is digested as its text, `2020-01-01T00:00:00.0000000Z`; other types are refused, since how Kusto digests them is not known.",
    ],
    upstream: "hash-md5-function",
    examples: &[
        eg("hash_md5('World')", "f5a7924e621e84c9280a9a27e1bcb7f6"),
        eg("hash_md5(datetime(2020-01-01))", "786c530672d1f8db31fee25ea8a9390b"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    digest(args, |bytes| to_hex(&Md5::digest(bytes)))
}
