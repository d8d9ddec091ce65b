//! `source !hasprefix_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_HASPREFIX_CS: Scalar = Scalar {
    name: "!hasprefix_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `hasprefix_cs`: true where no term fits.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
    ],
    upstream: "not-hasprefix-cs-operator",
    examples: &[
        eg("'North America' !hasprefix_cs 'Ame'", "false"),
        eg("'the error' !hasprefix_cs 'err'", "false"),
        eg("'an xerror' !hasprefix_cs 'err'", "true"),
        eg("'North America' !hasprefix_cs 'NORTH AMERICA'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::TermStart, Case::Sensitive, true),
};
