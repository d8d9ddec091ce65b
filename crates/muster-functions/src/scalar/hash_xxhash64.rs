//! `hash_xxhash64(source [, mod])`

use crate::encoding::hash;
use crate::prelude::*;

pub(crate) const HASH_XXHASH64: Scalar = Scalar {
    name: "hash_xxhash64",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(source: string|int|long|datetime|timespan, mod: long = 0): long"],
    summary: "Returns the xxhash64 of a value, or its rest by `mod`.",
    notes: &[
        "Other types than these, and `int`, are refused, since how Kusto hashes them is not known.",
        "The rest is that of the hash as a number without a sign; null where `mod` is not positive.",
    ],
    upstream: "hash-xxhash64-function",
    examples: &[
        eg("hash_xxhash64('World')", "1846988464401551951"),
        eg("hash_xxhash64('World', 100)", "51"),
        eg("hash_xxhash64(datetime(2015-01-01))", "1380966698541616202"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    hash(args)
}
