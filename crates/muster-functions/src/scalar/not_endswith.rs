//! `source !endswith value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const NOT_ENDSWITH: Scalar = Scalar {
    name: "!endswith",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "The contrary of `endswith`.",
    notes: &[
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "not-endswith-operator",
    examples: &[eg("'Fabrikam' !endswith 'KAM'", "false"), eg("'Fabrikam' !endswith 'Fab'", "true")],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::End, Case::Ignored, true),
};
