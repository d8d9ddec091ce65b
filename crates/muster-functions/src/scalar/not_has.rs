//! `source !has value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_HAS: Scalar = Scalar {
    name: "!has",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `has`: true where no term fits.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "not-has-operator",
    examples: &[
        eg("'North America' !has 'america'", "false"),
        eg("'mimikatz.exe' !has 'mimi'", "true"),
        eg("'a_b' !has 'a'", "false"),
        eg("'x a-b y' !has 'a-b'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Term, Case::Ignored, true),
};
