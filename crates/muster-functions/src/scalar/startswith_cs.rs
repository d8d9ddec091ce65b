//! `source startswith_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const STARTSWITH_CS: Scalar = Scalar {
    name: "startswith_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text begins with the value, with regard to case.",
    notes: &["The empty text is everywhere."],
    upstream: "startswith-cs-operator",
    examples: &[
        eg("'Fabrikam' startswith_cs 'Fab'", "true"),
        eg("'Fabrikam' startswith_cs 'kam'", "false"),
        eg("'Fabrikam' startswith_cs 'FABRIKAM'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Start, Case::Sensitive, false),
};
