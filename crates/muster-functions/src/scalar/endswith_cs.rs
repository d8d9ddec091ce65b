//! `source endswith_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const ENDSWITH_CS: Scalar = Scalar {
    name: "endswith_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text ends with the value, with regard to case.",
    notes: &["The empty text is everywhere."],
    upstream: "endswith-cs-operator",
    examples: &[
        eg("'Fabrikam' endswith_cs 'kam'", "true"),
        eg("'Fabrikam' endswith_cs 'Fab'", "false"),
        eg("'Fabrikam' endswith_cs 'FABRIKAM'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::End, Case::Sensitive, false),
};
