//! `project-reorder`

use std::collections::BTreeSet;

use muster_source::Span;
use muster_syntax::operator::{ReorderKey, ReorderOrder};

use crate::binder::{BROKEN, Binder};
use crate::bound::{Column, RelationKind};
use crate::scope::Tabular;

impl Binder<'_> {
    /// The columns listed come first, the others follow as they stood.
    pub(super) fn project_reorder(&mut self, keys: &[ReorderKey], mut input: Tabular, span: Span) -> Tabular {
        let mut columns: Vec<Column> = Vec::with_capacity(input.relation.columns.len());
        let mut seen = BTreeSet::from([BROKEN]);
        for key in keys {
            let mut listed = self.listed(&key.column, &input);
            match key.order {
                ReorderOrder::AsIs => {}
                ReorderOrder::Ascending => listed.sort_by(|a, b| a.name.cmp(&b.name)),
                ReorderOrder::Descending => listed.sort_by(|a, b| b.name.cmp(&a.name)),
                ReorderOrder::GrannyAscending => listed.sort_by_cached_key(|column| granny(&column.name)),
                ReorderOrder::GrannyDescending => {
                    listed.sort_by_cached_key(|column| std::cmp::Reverse(granny(&column.name)));
                }
            }
            columns.extend(listed.into_iter().filter(|column| seen.insert(column.id)));
        }
        columns.extend(input.relation.columns.iter().filter(|column| seen.insert(column.id)).cloned());
        let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
        let kind = RelationKind::Project { input: Box::new(input.take_relation()), expressions };
        let relation = self.relation(kind, columns, span);
        input.with(relation)
    }
}

/// A name cut into texts and numbers, so that `a2` stands before `a10`.
fn granny(name: &str) -> Vec<(String, u128)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(digits);
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at(end);
        parts.push((text.to_owned(), number.parse().unwrap_or(0)));
        rest = tail;
    }
    parts
}
