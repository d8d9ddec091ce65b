//! `has_any_index(source, values)`

use crate::needle::{Case, Needle, Place};
use crate::prelude::*;
use crate::texts::element_text;

pub(crate) const HAS_ANY_INDEX: Scalar = Scalar {
    name: "has_any_index",
    aliases: &[],
    category: Category::Text,
    signatures: &["(source: string, values: dynamic): long"],
    summary: "Returns the position, in an array, of the first value that the text has as a term; -1 if there is none.",
    notes: &[
        "Terms are those of `has`: whole, without regard to case.",
        "The first in the array counts, not the first in the text.",
    ],
    upstream: "has-any-index-function",
    examples: &[
        eg("has_any_index('this is an example', dynamic(['this', 'example']))", "0"),
        eg("has_any_index('this is an example', dynamic(['not', 'example']))", "1"),
        eg("has_any_index('this is an example', dynamic(['not', 'found']))", "-1"),
        eg("has_any_index('Example number 2', dynamic([1, 2, 3]))", "1"),
        eg("has_any_index('this', dynamic([]))", "-1"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (source, values) = (args.text(0), args.json(1));
    args.rows(|row| {
        let text = source.get(row);
        let values = values.get(row);
        let mut elements = values.as_deref().and_then(serde_json::Value::as_array).into_iter().flatten();
        let found = elements.position(|e| Needle::new(&element_text(e), Case::Ignored).is_at(Place::Term, text));
        found.map_or(Some(-1), |at| i64::try_from(at).ok())
    })
}
