//! `evaluate bag_unpack(…)`: a column for each slot of the bags in a column.
//!
//! Which slots there are, and of which types, the query's text tells only if it declares them. Else the data does: the
//! input stands among what is pending, and whoever has the data binds the query again with the slots.

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::{ColumnDeclaration, Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Column, ColumnId, Decides, Expr, ExprKind, Pending, RelationKind, Slot};
use crate::codes;
use crate::scope::{Scope, Tabular};

/// The arguments.
#[derive(Debug, Default)]
struct Wanted {
    bag: Option<ColumnId>,
    prefix: String,
    conflict: Option<String>,
    ignored: Vec<String>,
    /// Whether an argument is not understood.
    unclear: bool,
}

impl Binder<'_> {
    pub(super) fn bag_unpack(
        &mut self,
        name: &Name,
        arguments: &[Syntax],
        schema: Option<&[ColumnDeclaration]>,
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        if arguments.is_empty() || arguments.len() > 4 {
            self.error(codes::ARGUMENT_COUNT_RANGE, "`bag_unpack` takes from 1 to 4 arguments", name.span);
        }
        let wanted = self.bag_unpack_arguments(arguments, &input);
        let place = self.open_place(span);
        let declared = schema.map(|schema| {
            let names = schema.iter().filter(|column| column.name.text != "*");
            names
                .map(|column| Slot {
                    name: column.name.text.strip_prefix(&wanted.prefix).unwrap_or(&column.name.text).to_owned(),
                    ty: Type::from_name(&column.ty.text).unwrap_or(Type::Dynamic),
                })
                .collect()
        });
        let all = schema.is_none_or(|schema| schema.iter().any(|column| column.name.text == "*"));
        let slots: Option<Vec<Slot>> = declared.or_else(|| self.slots.get(&place).cloned());
        let kept: Vec<Column> = input.visible().filter(|c| all && Some(c.id) != wanted.bag).cloned().collect();
        let (Some(bag), Some(slots), false) = (wanted.bag, slots, wanted.unclear) else {
            if let (Some(bag), false, None) = (wanted.bag, wanted.unclear, schema) {
                self.pending.push(Pending { place, input: input.relation.clone(), decides: Decides::Slots(bag) });
            }
            let table = self.unsupported("plugin `bag_unpack`", kept, &input, span);
            return if schema.is_some() { table } else { self.opened(table, span) };
        };
        let Some((columns, expressions)) = self.slot_columns(&wanted, bag, kept, slots, span) else {
            return self.unsupported("`bag_unpack` of a slot that has the name of a column", Vec::new(), &input, span);
        };
        let kind = RelationKind::Project { input: Box::new(input.take_relation()), expressions };
        let relation = self.relation(kind, columns, span);
        input.closed(relation)
    }

    fn bag_unpack_arguments(&mut self, arguments: &[Syntax], input: &Tabular) -> Wanted {
        let mut wanted = Wanted::default();
        for (index, argument) in arguments.iter().enumerate() {
            let (given, value) = match &argument.kind {
                SyntaxKind::Named { names, value } if names.len() == 1 => (names.first(), &**value),
                _ => (None, argument),
            };
            let bound = self.scalar(value, Scope::row(input));
            let role = match given {
                Some(name) => name.text.to_ascii_lowercase(),
                None => ["column", "outputcolumnprefix", "columnsconflict", "ignoredproperties"]
                    .get(index)
                    .map(|role| (*role).to_owned())
                    .unwrap_or_default(),
            };
            match (role.as_str(), Self::constant(&bound)) {
                ("column", _) => {
                    let bound = self.exactly(bound, Type::Dynamic, value.span);
                    wanted.bag = if let ExprKind::Column(id) = bound.kind { Some(id) } else { None };
                }
                ("outputcolumnprefix", Some(Value::String(text))) => wanted.prefix = text,
                ("columnsconflict", Some(Value::String(text))) => wanted.conflict = Some(text),
                ("ignoredproperties", Some(Value::Dynamic(serde_json::Value::Array(names)))) => {
                    wanted.ignored = names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
                }
                _ => wanted.unclear = true,
            }
        }
        wanted
    }

    /// The columns of the result and what they are; nothing where a slot and a column have one name and the query does
    /// not say which stays.
    fn slot_columns(
        &mut self,
        wanted: &Wanted,
        bag: ColumnId,
        kept: Vec<Column>,
        slots: Vec<Slot>,
        span: Span,
    ) -> Option<(Vec<Column>, Vec<Expr>)> {
        let mut expressions: Vec<Expr> = kept.iter().map(|column| self.reference(column, span)).collect();
        let mut columns = kept;
        for slot in slots.into_iter().filter(|slot| !wanted.ignored.contains(&slot.name)) {
            let object = Box::new(self.expr(ExprKind::Column(bag), Type::Dynamic, span));
            let index = Box::new(self.literal(Value::String(slot.name.clone()), span));
            let element = self.expr(ExprKind::Element { object, index }, Type::Dynamic, span);
            let value = self.convert(element, slot.ty);
            let column = self.column(format!("{}{}", wanted.prefix, slot.name), slot.ty);
            let known = columns.iter().position(|known| known.name == column.name);
            match (known, wanted.conflict.as_deref()) {
                (None, _) => {
                    columns.push(column);
                    expressions.push(value);
                }
                (Some(at), Some("replace_source")) => {
                    *columns.get_mut(at)? = column;
                    *expressions.get_mut(at)? = value;
                }
                (Some(_), Some("keep_source")) => {}
                (Some(_), _) => return None,
            }
        }
        Some((columns, expressions))
    }
}
