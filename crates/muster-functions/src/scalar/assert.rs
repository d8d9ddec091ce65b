//! `assert(condition, message)`

use crate::prelude::*;

pub(crate) const ASSERT: Scalar = Scalar {
    name: "assert",
    aliases: &[],
    category: Category::Condition,
    signatures: &["(condition: const bool, message: const string): bool"],
    summary: "Fails the query with a message unless a condition is true.",
    notes: &["A null condition is not true."],
    upstream: "assert-function",
    examples: &[eg("assert(1 < 2, 'fine')", "true")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (condition, message) = (args.bool(0), args.text(1));
    let rows = if args.all_constant() { 1 } else { args.row_count() };
    match (0..rows).find(|row| condition.get(*row) != Some(true)) {
        Some(row) => Err(Failure::new(message.get(row))),
        None => args.rows(|_| Some(true)),
    }
}
