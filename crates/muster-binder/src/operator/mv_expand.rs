//! `mv-expand`

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::operator::{ExpandColumn as SyntaxColumn, MvExpand as Syntax, OperatorOption};
use muster_syntax::{Expr, ExprKind as SyntaxKind};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{Column, ColumnId, ExpandColumn, ExprKind, MvExpand, RelationKind};
use crate::expr::Wanted;
use crate::naming::UniqueNames;
use crate::scope::{Scope, Tabular};

/// What `mv-expand` and `mv-apply` expand.
#[derive(Debug)]
pub(super) struct Expansion {
    pub(super) expanded: Vec<ExpandColumn>,
    pub(super) item_index: Option<Column>,
    pub(super) limit: Option<u64>,
    /// The input's columns with the expanded ones in their places, or at the end.
    pub(super) columns: Vec<Column>,
    /// Columns of the input that are expanded under their own names.
    pub(super) replaced: Vec<ColumnId>,
}

impl Binder<'_> {
    pub(super) fn mv_expand(&mut self, expand: &Syntax, mut input: Tabular, span: Span) -> Tabular {
        let kind = self.option_word(&expand.options, &["kind", "bagexpansion"], &["bag", "array"]);
        let Expansion { expanded, item_index, limit, columns, .. } =
            self.expansion(&expand.options, &expand.columns, expand.limit.as_ref(), &input);
        let relation = MvExpand {
            input: input.take_relation(),
            columns: expanded,
            item_index,
            limit,
            bag_as_array: kind.is_some_and(|word| word == "array"),
        };
        let relation = self.relation(RelationKind::MvExpand(Box::new(relation)), columns, span);
        input.with(relation)
    }

    pub(super) fn expansion(
        &mut self,
        options: &[OperatorOption],
        columns: &[SyntaxColumn],
        limit: Option<&Expr>,
        input: &Tabular,
    ) -> Expansion {
        let mut result = input.relation.columns.clone();
        let mut names = UniqueNames::default();
        for column in &result {
            names.reserve(&column.name);
        }
        let (mut expanded, mut replaced) = (Vec::new(), Vec::new());
        for entry in columns {
            let place = entry.value.span;
            let value = self.scalar(&entry.value, Scope::row(input));
            let value = self.exactly(value, Type::Dynamic, place);
            let unknown = self.is_unknown(&value) && entry.to.is_none();
            let ty = entry.to.as_ref().map_or(Type::Dynamic, |ty| Type::from_name(&ty.text).unwrap_or(Type::Dynamic));
            let name = self.result_name(&entry.value);
            let declared = match &entry.value.kind {
                SyntaxKind::Named { names, .. } => names.first().map(|name| name.text.clone()),
                _ => None,
            };
            if let (ExprKind::Column(id), None) = (&value.kind, &declared) {
                replaced.push(*id);
            }
            let wanted = declared.or(name).unwrap_or_else(|| "Column1".to_owned());
            let at = result.iter().position(|column| column.name == wanted);
            let output = self.column(wanted, ty);
            if unknown {
                self.unknown.insert(output.id);
            }
            match at.and_then(|at| result.get_mut(at)) {
                Some(slot) => *slot = output.clone(),
                None => {
                    names.reserve(&output.name);
                    result.push(output.clone());
                }
            }
            expanded.push(ExpandColumn { value, output });
        }
        let item_index = option(options, &["with_itemindex"]).and_then(|option| word(&option.value)).map(|name| {
            let name = names.take(&name, &name);
            let column = self.column(name, Type::Long);
            result.push(column.clone());
            column
        });
        let limit = limit.and_then(|limit| {
            let bound = self.scalar(limit, Scope::row(input));
            let bound = self.wants(Wanted::Integer, bound, limit.span);
            match Self::constant(&bound) {
                Some(Value::Long(rows)) => u64::try_from(rows).ok(),
                Some(Value::Int(rows)) => u64::try_from(rows).ok(),
                _ => None,
            }
        });
        self.charge(result.len(), input.relation.span);
        Expansion { expanded, item_index, limit, columns: result, replaced }
    }
}
