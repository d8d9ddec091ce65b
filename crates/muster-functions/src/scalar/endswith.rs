//! `source endswith value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const ENDSWITH: Scalar = Scalar {
    name: "endswith",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text ends with the value, without regard to case.",
    notes: &[
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "endswith-operator",
    examples: &[eg("'Fabrikam' endswith 'KAM'", "true"), eg("'Fabrikam' endswith 'Fab'", "false")],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::End, Case::Ignored, false),
};
