//! `source contains value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const CONTAINS: Scalar = Scalar {
    name: "contains",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text contains the value, without regard to case.",
    notes: &[
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "contains-operator",
    examples: &[
        eg("'FabriKam' contains 'BRik'", "true"),
        eg("'abc' contains ''", "true"),
        eg("'100 percent' contains '%'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Anywhere, Case::Ignored, false),
};
