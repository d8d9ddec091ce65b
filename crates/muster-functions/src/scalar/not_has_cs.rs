//! `source !has_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_HAS_CS: Scalar = Scalar {
    name: "!has_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `has_cs`: true where no term fits.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
    ],
    upstream: "not-has-cs-operator",
    examples: &[
        eg("'North America' !has_cs 'America'", "false"),
        eg("'mimikatz.exe' !has_cs 'mimi'", "true"),
        eg("'a_b' !has_cs 'a'", "false"),
        eg("'x a-b y' !has_cs 'a-b'", "false"),
        eg("'North America' !has_cs 'NORTH AMERICA'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Term, Case::Sensitive, true),
};
