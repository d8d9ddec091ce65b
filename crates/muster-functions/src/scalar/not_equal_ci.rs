//! `source !~ value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_EQUAL_CI: Scalar = Scalar {
    name: "!~",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether two texts differ by more than case.",
    notes: &["Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`."],
    upstream: "not-equals-operator",
    examples: &[eg("'ABC' !~ 'abc'", "false"), eg("'abc' !~ 'abcd'", "true")],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Whole, Case::Ignored, true),
};
