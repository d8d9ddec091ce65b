//! `source !hassuffix value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_HASSUFFIX: Scalar = Scalar {
    name: "!hassuffix",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `hassuffix`: true where no term fits.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "not-hassuffix-operator",
    examples: &[
        eg("'North America' !hassuffix 'TH'", "false"),
        eg("'an errorlog' !hassuffix 'or'", "true"),
        eg("'a.error.b' !hassuffix 'or'", "false"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::TermEnd, Case::Ignored, true),
};
