//! `source has value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const HAS: Scalar = Scalar {
    name: "has",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text has the value as a term, without regard to case.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "has-operator",
    examples: &[
        eg("'North America' has 'america'", "true"),
        eg("'mimikatz.exe' has 'mimi'", "false"),
        eg("'a_b' has 'a'", "true"),
        eg("'x a-b y' has 'a-b'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Term, Case::Ignored, false),
};
