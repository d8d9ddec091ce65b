//! `source !startswith value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_STARTSWITH: Scalar = Scalar {
    name: "!startswith",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `startswith`.",
    notes: &[
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "not-startswith-operator",
    examples: &[eg("'Fabrikam' !startswith 'fab'", "false"), eg("'Fabrikam' !startswith 'kam'", "true")],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Start, Case::Ignored, true),
};
