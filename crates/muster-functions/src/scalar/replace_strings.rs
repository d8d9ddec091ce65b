//! `replace_strings(text, lookups, rewrites)`

use crate::prelude::*;
use crate::texts::element_text;

pub(crate) const REPLACE_STRINGS: Scalar = Scalar {
    name: "replace_strings",
    aliases: &[],
    category: Category::Text,
    signatures: &["(text: string, lookups: dynamic, rewrites: dynamic): string"],
    summary: "Replaces every occurrence of each of several texts by its counterpart.",
    notes: &[
        "Lookups are taken in order, each over the whole text; what has been put in is not looked at again.",
        "Both arrays must have the same length.",
    ],
    upstream: "replace-strings-function",
    examples: &[
        eg(
            "replace_strings('A magic trick can turn a cat into a dog', dynamic(['cat', 'dog']), dynamic(['dog', 'pigeon']))",
            "A magic trick can turn a dog into a pigeon",
        ),
        eg("replace_strings('This is', dynamic(['This', 'is']), dynamic(['This', 'was']))", "This was"),
        eg("replace_strings('This is', dynamic(['is', 'This']), dynamic(['was', 'This']))", "Thwas was"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (text, lookups, rewrites) = (args.text(0), args.json(1), args.json(2));
    let pairs = |row| match (lookups.get(row), rewrites.get(row)) {
        (Some(lookups), Some(rewrites)) => Some((strings(&lookups), strings(&rewrites))),
        _ => None,
    };
    for row in 0..if args.all_constant() { 1 } else { args.row_count() } {
        if pairs(row).is_some_and(|(lookups, rewrites)| lookups.len() != rewrites.len()) {
            return Err(Failure::new("`replace_strings` needs as many rewrites as lookups"));
        }
    }
    args.rows(|row| {
        let text = text.get(row);
        Some(match pairs(row) {
            Some((lookups, rewrites)) => Cow::Owned(replace(text, &lookups, &rewrites)),
            None => Cow::Borrowed(text),
        })
    })
}

fn strings(json: &serde_json::Value) -> Vec<String> {
    let elements = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
    elements.iter().map(|e| element_text(e).into_owned()).collect()
}

/// A piece of text: still open to lookups, or put in by one.
enum Piece<'a> {
    Open(&'a str),
    Done(&'a str),
}

fn replace(text: &str, lookups: &[String], rewrites: &[String]) -> String {
    let mut pieces = vec![Piece::Open(text)];
    for (lookup, rewrite) in lookups.iter().zip(rewrites).filter(|(lookup, _)| !lookup.is_empty()) {
        let mut next = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let Piece::Open(open) = piece else {
                next.push(piece);
                continue;
            };
            for (index, part) in open.split(lookup.as_str()).enumerate() {
                if index > 0 {
                    next.push(Piece::Done(rewrite));
                }
                next.push(Piece::Open(part));
            }
        }
        pieces = next;
    }
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Open(text) | Piece::Done(text) => *text,
        })
        .collect()
}
