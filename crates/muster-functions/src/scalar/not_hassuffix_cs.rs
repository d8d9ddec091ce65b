//! `source !hassuffix_cs value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_HASSUFFIX_CS: Scalar = Scalar {
    name: "!hassuffix_cs",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `hassuffix_cs`: true where no term fits.",
    notes: &[
        "A term is a longest run of Unicode letters and digits; everything else separates terms, `_` and `-` included.",
        "A value with separators of its own is looked for as it is; a border is needed only beside its letters and digits.",
        "The empty text is everywhere.",
    ],
    upstream: "not-hassuffix-cs-operator",
    examples: &[
        eg("'North America' !hassuffix_cs 'th'", "false"),
        eg("'an errorlog' !hassuffix_cs 'or'", "true"),
        eg("'a.error.b' !hassuffix_cs 'or'", "false"),
        eg("'North America' !hassuffix_cs 'NORTH AMERICA'", "true"),
    ],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::TermEnd, Case::Sensitive, true),
};
