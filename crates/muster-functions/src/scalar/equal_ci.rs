//! `source =~ value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const EQUAL_CI: Scalar = Scalar {
    name: "=~",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether two texts are equal, without regard to case.",
    notes: &["Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`."],
    upstream: "equals-operator",
    examples: &[
        eg("'ABC' =~ 'abc'", "true"),
        eg("'abc' =~ 'abcd'", "false"),
        eg("'ÉCOLE' =~ 'école'", "true"),
        eg("'straße' =~ 'STRASSE'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Whole, Case::Ignored, false),
};
