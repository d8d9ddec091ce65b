//! `project-away`, `project-keep`

use std::collections::BTreeSet;

use muster_source::{Span, nearest};
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Column, RelationKind};
use crate::codes;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    /// Drops the columns listed, or keeps them alone; either way in the order of the table.
    pub(super) fn project_away(&mut self, columns: &[Syntax], keep: bool, mut input: Tabular, span: Span) -> Tabular {
        let mut listed = BTreeSet::new();
        for entry in columns {
            listed.extend(self.listed(entry, &input).into_iter().map(|column| column.id));
        }
        let kept = |column: &&Column| listed.contains(&column.id) == keep;
        let columns: Vec<Column> = input.relation.columns.iter().filter(kept).cloned().collect();
        let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
        let kind = RelationKind::Project { input: Box::new(input.take_relation()), expressions };
        let relation = self.relation(kind, columns, span);
        input.with(relation)
    }

    /// The columns that an entry of a list of names stands for.
    pub(super) fn listed(&mut self, entry: &Syntax, input: &Tabular) -> Vec<Column> {
        match &entry.kind {
            SyntaxKind::Star => input.visible().cloned().collect(),
            SyntaxKind::Name(name) if name.text.contains('*') && !name.quoted => {
                self.matching(name, input).unwrap_or_default()
            }
            SyntaxKind::Name(name) => match self.column_of(input, &name.text, true) {
                Some(column) => vec![column],
                None => {
                    self.name(name, Scope::row(input));
                    Vec::new()
                }
            },
            SyntaxKind::Parenthesized(inner) => self.listed(inner, input),
            _ => {
                self.error(codes::COLUMN_EXPECTED, "the name of a column is needed here", entry.span);
                Vec::new()
            }
        }
    }

    /// The visible columns that match a pattern; `None` after a complaint that there is none.
    pub(super) fn matching(&mut self, pattern: &Name, input: &Tabular) -> Option<Vec<Column>> {
        let found: Vec<Column> =
            input.visible().filter(|column| matches(&pattern.text, &column.name)).cloned().collect();
        if found.is_empty() && !input.broken && input.open.is_none() {
            let message = format!("no column matches `{}`", pattern.text);
            let mut error = self.fault(codes::UNKNOWN_NAME, message, pattern.span);
            let stem = pattern.text.replace('*', "");
            if let Some(near) = nearest(&stem, input.visible().map(|column| column.name.as_str())) {
                error = error.help(format!("there is `{near}`"));
            }
            self.report(error);
            return None;
        }
        Some(found)
    }
}

/// Whether `name` matches `pattern`, in which `*` stands for any text.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_any_text_and_parts_do_not_overlap() {
        for (pattern, name, expected) in [
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "ac", true),
            ("ab*bc", "abc", false),
            ("*b*", "abc", true),
            ("a", "abc", false),
            ("*", "", true),
            ("A*", "abc", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
