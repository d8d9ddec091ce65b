//! `source !endswith_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_ENDSWITH_CS: Scalar = Scalar {
    name: "!endswith_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `endswith_cs`.",
    notes: &["The empty text is everywhere."],
    upstream: "not-endswith-cs-operator",
    examples: &[
        eg("'Fabrikam' !endswith_cs 'kam'", "false"),
        eg("'Fabrikam' !endswith_cs 'Fab'", "true"),
        eg("'Fabrikam' !endswith_cs 'FABRIKAM'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::End, Case::Sensitive, true),
};
