//! `source contains_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const CONTAINS_CS: Scalar = Scalar {
    name: "contains_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text contains the value, with regard to case.",
    notes: &["The empty text is everywhere."],
    upstream: "contains-cs-operator",
    examples: &[
        eg("'FabriKam' contains_cs 'briK'", "true"),
        eg("'abc' contains_cs ''", "true"),
        eg("'100 percent' contains_cs '%'", "false"),
        eg("'Fabrikam' contains_cs 'FABRIKAM'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Anywhere, Case::Sensitive, false),
};
