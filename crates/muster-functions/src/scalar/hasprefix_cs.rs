//! `source hasprefix_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const HASPREFIX_CS: Scalar = Scalar {
    name: "hasprefix_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text has a term that begins with the value, with regard to case.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
    ],
    upstream: "hasprefix-cs-operator",
    examples: &[
        eg("'North America' hasprefix_cs 'Ame'", "true"),
        eg("'the error' hasprefix_cs 'err'", "true"),
        eg("'an xerror' hasprefix_cs 'err'", "false"),
        eg("'North America' hasprefix_cs 'NORTH AMERICA'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::TermStart, Case::Sensitive, false),
};
