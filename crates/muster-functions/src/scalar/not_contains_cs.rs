//! `source !contains_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_CONTAINS_CS: Scalar = Scalar {
    name: "!contains_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `contains_cs`.",
    notes: &["The empty text is everywhere."],
    upstream: "not-contains-cs-operator",
    examples: &[
        eg("'FabriKam' !contains_cs 'briK'", "false"),
        eg("'abc' !contains_cs ''", "false"),
        eg("'100 percent' !contains_cs '%'", "true"),
        eg("'Fabrikam' !contains_cs 'FABRIKAM'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Anywhere, Case::Sensitive, true),
};
