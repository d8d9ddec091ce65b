//! `hash_sha256(source)`

use sha2::{Digest as _, Sha256};

use crate::encoding::{digest, to_hex};
use crate::prelude::*;

pub(crate) const HASH_SHA256: Scalar = Scalar {
    name: "hash_sha256",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(source: string|datetime): string"],
    summary: "Returns the SHA-256 digest of a text in hexadecimal.",
    notes: &[
        "A `datetime` is digested as its text, `2020-01-01T00:00:00.0000000Z`; other types are refused, since how Kusto digests them is not known.",
    ],
    upstream: "hash-sha256-function",
    examples: &[
        eg("hash_sha256('World')", "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524"),
        eg("hash_sha256(datetime(2020-01-01))", "ba666752dc1a20eb750b0eb64e780cc4c968bc9fb8813461c1d7e750f302d71d"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    digest(args, |bytes| to_hex(&Sha256::digest(bytes)))
}
