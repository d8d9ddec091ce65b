//! `source !contains value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_CONTAINS: Scalar = Scalar {
    name: "!contains",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `contains`.",
    notes: &[
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "not-contains-operator",
    examples: &[
        eg("'FabriKam' !contains 'BRik'", "false"),
        eg("'abc' !contains ''", "false"),
        eg("'100 percent' !contains '%'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Anywhere, Case::Ignored, true),
};
