//! `source has_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const HAS_CS: Scalar = Scalar {
    name: "has_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text has the value as a term, with regard to case.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
    ],
    upstream: "has-cs-operator",
    examples: &[
        eg("'North America' has_cs 'America'", "true"),
        eg("'mimikatz.exe' has_cs 'mimi'", "false"),
        eg("'a_b' has_cs 'a'", "true"),
        eg("'x a-b y' has_cs 'a-b'", "true"),
        eg("'North America' has_cs 'NORTH AMERICA'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Term, Case::Sensitive, false),
};
