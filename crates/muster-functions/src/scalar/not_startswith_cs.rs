//! `source !startswith_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_STARTSWITH_CS: Scalar = Scalar {
    name: "!startswith_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `startswith_cs`.",
    notes: &["The empty text is everywhere."],
    upstream: "not-startswith-cs-operator",
    examples: &[
        eg("'Fabrikam' !startswith_cs 'Fab'", "false"),
        eg("'Fabrikam' !startswith_cs 'kam'", "true"),
        eg("'Fabrikam' !startswith_cs 'FABRIKAM'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Start, Case::Sensitive, true),
};
