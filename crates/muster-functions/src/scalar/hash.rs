//! `hash(source [, mod])`

use crate::encoding::hash;
use crate::prelude::*;

pub(crate) const HASH: Scalar = Scalar {
    name: "hash",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(source: string|int|long|datetime|timespan, mod: long = 0): long"],
    summary: "Returns the xxhash64 of a value, or its rest by `mod`.",
    notes: &[
        "Other types than these, and `int`, are refused, since how Kusto hashes them is not known.",
        "The rest is that of the hash as a number without a sign; null where `mod` is not positive.",
    ],
    upstream: "hash-function",
    examples: &[
        eg("hash('World')", "1846988464401551951"),
        eg("hash('World', 100)", "51"),
        eg("hash(datetime(2015-01-01))", "1380966698541616202"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    hash(args)
}
