//! `source startswith value`

use crate::needle::{Case, Place};
use crate::predicates;
use crate::prelude::*;

pub(crate) const STARTSWITH: Scalar = Scalar {
    name: "startswith",
    aliases: &[],
    category: Category::Operator,
    signatures: &["(source: string, value: string): bool"],
    summary: "Tells whether the text begins with the value, without regard to case.",
    notes: &[
        "The empty text is everywhere.",
        "Letters are compared by their simple upper-case form, one by one: `É` equals `é`, but `ß` is not `ss`.",
    ],
    upstream: "startswith-operator",
    examples: &[eg("'Fabrikam' startswith 'fab'", "true"), eg("'Fabrikam' startswith 'kam'", "false")],
    naming: Naming::Default,
    body: |args| predicates::place(args, Place::Start, Case::Ignored, false),
};
