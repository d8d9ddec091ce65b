//! `project-by-names`: the columns that constant texts name, `*` standing for any text.

use muster_catalog::Value;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use super::project_away::matches;
use crate::binder::Binder;
use crate::bound::{Column, RelationKind};
use crate::codes;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn project_by_names(&mut self, names: &[Syntax], mut input: Tabular, span: Span) -> Tabular {
        let mut columns: Vec<Column> = Vec::new();
        let mut any = false;
        for syntax in names {
            let bound = self.scalar(syntax, Scope::default());
            let texts = match Self::constant(&bound) {
                Some(Value::String(text)) => vec![text],
                Some(Value::Dynamic(serde_json::Value::Array(items))) => {
                    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
                }
                // The argument of a function that is declared here stands for any.
                _ if self.declaring => {
                    any = true;
                    continue;
                }
                _ => {
                    self.error(
                        codes::NOT_SUPPORTED,
                        "names of columns that are not constant are not supported",
                        syntax.span,
                    );
                    continue;
                }
            };
            for text in texts {
                for column in self.named(&text, &input, syntax.span) {
                    if columns.iter().all(|known| known.id != column.id) {
                        columns.push(column);
                    }
                }
            }
        }
        let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
        let kind = RelationKind::Project { input: Box::new(input.take_relation()), expressions };
        let relation = self.relation(kind, columns, span);
        let table = input.closed(relation);
        Tabular { broken: table.broken || any, ..table }
    }

    fn named(&mut self, text: &str, input: &Tabular, span: Span) -> Vec<Column> {
        if text.contains('*') {
            return input.visible().filter(|column| matches(text, &column.name)).cloned().collect();
        }
        match self.column_of(input, text, true) {
            Some(column) => vec![column],
            None => {
                self.name(&Name { text: text.to_owned(), span, quoted: true }, Scope::row(input));
                Vec::new()
            }
        }
    }
}
