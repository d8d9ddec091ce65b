//! `evaluate pivot(…)`: a column for each value of a column.
//!
//! Each cell is an aggregate of the rows that have the value. The query's text tells the values only if it declares them;
//! else the data does, as with `bag_unpack`. New columns come in the ordinal order of their names: Kusto promises none.

use muster_catalog::{Kind, Type, Value};
use muster_source::Span;
use muster_syntax::{ColumnDeclaration, Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{AggregateCall, Column, ColumnId, Decides, Expr, ExprKind, Pending, Relation, RelationKind, Slot};
use crate::codes;
use crate::scope::{Scope, Tabular};

/// The aggregates that cells may have, each with the one that takes a condition, and where it takes it.
const TWINS: &[(&str, &str, usize)] = &[
    ("any", "take_anyif", 1),
    ("avg", "avgif", 1),
    ("count", "countif", 0),
    ("dcount", "dcountif", 1),
    ("make_bag", "make_bag_if", 1),
    ("make_list", "make_list_if", 1),
    ("make_set", "make_set_if", 1),
    ("max", "maxif", 1),
    ("min", "minif", 1),
    ("stdev", "stdevif", 1),
    ("sum", "sumif", 1),
    ("take_any", "take_anyif", 1),
    ("variance", "varianceif", 1),
];

/// What a cell is.
#[derive(Debug)]
struct Cell {
    twin: &'static str,
    place: usize,
    name: Name,
    syntax: Vec<Syntax>,
    arguments: Vec<Expr>,
}

/// The arguments.
#[derive(Debug)]
struct Wanted {
    /// The column whose values become columns, as texts.
    value: Expr,
    cell: Cell,
    keys: Vec<Column>,
    /// What of it cannot be done.
    refused: Option<String>,
}

impl Binder<'_> {
    pub(super) fn pivot(
        &mut self,
        name: &Name,
        arguments: &[Syntax],
        schema: Option<&[ColumnDeclaration]>,
        input: Tabular,
        span: Span,
    ) -> Tabular {
        if arguments.is_empty() {
            self.error(codes::ARGUMENT_COUNT_RANGE, "`pivot` takes at least 1 argument", name.span);
        }
        let wanted = self.pivot_arguments(name, arguments, &input, span);
        let ty =
            self.pivot_aggregate(&wanted, None, span).map(|call| call.outputs.first().map_or(Type::Dynamic, |c| c.ty));
        let place = self.open_place(span);
        let declared = schema.map(|schema| self.declared_columns(schema));
        let refused = wanted.refused.clone().or_else(|| {
            declared.as_deref().and_then(|declared| misdeclared(declared, &wanted.keys, ty.unwrap_or(Type::Dynamic)))
        });
        let slots = match (&declared, self.slots.get(&place)) {
            (Some(declared), _) => {
                let values = declared.iter().skip(wanted.keys.len());
                Some(values.map(|column| Slot { name: column.name.clone(), ty: Type::String }).collect())
            }
            (None, slots) => slots.cloned(),
        };
        let what = match (refused, slots) {
            (None, Some(slots)) => match unusable(&slots, &wanted.keys) {
                None => return self.pivoted(&wanted, &slots, input, span),
                Some(what) => what,
            },
            (None, None) => {
                if ty.is_some() && !input.broken {
                    self.pivot_pending(&wanted, &input, span);
                }
                "plugin `pivot`".to_owned()
            }
            (Some(what), _) => what,
        };
        match declared {
            Some(declared) => self.unsupported(&what, declared, &input, span),
            None => {
                let table = self.unsupported(&what, wanted.keys, &input, span);
                self.opened(table, span)
            }
        }
    }

    fn pivot_pending(&mut self, wanted: &Wanted, input: &Tabular, span: Span) {
        let column = self.column(String::new(), Type::String);
        let decides = Decides::Values(column.id);
        let kind =
            RelationKind::Project { input: Box::new(input.relation.clone()), expressions: vec![wanted.value.clone()] };
        let values = self.relation(kind, vec![column], span);
        self.pending.push(Pending { place: self.open_place(span), input: values, decides });
    }

    fn pivot_arguments(&mut self, name: &Name, arguments: &[Syntax], input: &Tabular, span: Span) -> Wanted {
        let mut refused = None;
        let mut refuse = |what: &str| {
            refused.get_or_insert_with(|| what.to_owned());
        };
        let value = match arguments.first() {
            Some(value) => self.scalar(value, Scope::row(input)),
            None => self.broken(span),
        };
        let pivoted = column_of(&value);
        if pivoted.is_none() {
            refuse("`pivot` on something that is no column");
        } else if !matches!(value.ty, Type::String | Type::Int | Type::Long) {
            refuse(&format!("`pivot` on a `{}` without `tostring`", value.ty));
        }
        let (cell, of) = self.pivot_cell(name, arguments.get(1), input);
        if cell.is_none() {
            refuse("`pivot` with something else than one aggregate after the column");
        }
        let cell = cell.unwrap_or(Cell {
            twin: "countif",
            place: 0,
            name: name.clone(),
            syntax: Vec::new(),
            arguments: Vec::new(),
        });
        let mut keys: Vec<Column> = Vec::new();
        for argument in arguments.iter().skip(2) {
            let key = self.scalar(argument, Scope::row(input));
            match input.relation.columns.iter().find(|column| Some(column.id) == column_of(&key)) {
                Some(column) => keys.push(column.clone()),
                None => refuse("`pivot` by something that is no column"),
            }
        }
        if arguments.len() <= 2 {
            keys = input.visible().filter(|c| Some(c.id) != pivoted && !of.contains(&c.id)).cloned().collect();
            let plain = cell.arguments.iter().all(|a| column_of(a).is_some() || !reads_columns(a));
            if !plain {
                refuse("`pivot` of something computed without columns to group by");
            }
        }
        let value = self.convert(value, Type::String);
        Wanted { value, cell, keys, refused }
    }

    /// The aggregate of the cells, and the columns that it reads.
    fn pivot_cell(
        &mut self,
        name: &Name,
        aggregate: Option<&Syntax>,
        input: &Tabular,
    ) -> (Option<Cell>, Vec<ColumnId>) {
        let Some(aggregate) = aggregate else {
            let cell =
                Cell { twin: "countif", place: 0, name: name.clone(), syntax: Vec::new(), arguments: Vec::new() };
            return (Some(cell), Vec::new());
        };
        let SyntaxKind::Call { name, arguments } = &aggregate.kind else { return (None, Vec::new()) };
        let star = arguments.iter().any(|argument| matches!(argument.kind, SyntaxKind::Star));
        let bound: Vec<Expr> = if star { Vec::new() } else { self.arguments(arguments, Scope::row(input)) };
        let of = bound.iter().filter_map(column_of).collect();
        let twin = TWINS.iter().find(|(known, ..)| *known == name.text);
        let local = self.env.get(&name.text).is_some();
        let single = match name.text.as_str() {
            "count" => bound.is_empty() && !star,
            "any" | "take_any" => bound.len() == 1,
            _ => !star,
        };
        let cell = twin.filter(|_| single && !local).map(|(_, twin, place)| Cell {
            twin,
            place: *place,
            name: name.clone(),
            syntax: arguments.clone(),
            arguments: bound,
        });
        (cell, of)
    }

    /// The aggregate of the rows that have `value`, or of all.
    fn pivot_aggregate(&mut self, wanted: &Wanted, value: Option<&str>, span: Span) -> Option<AggregateCall> {
        let condition = match value {
            Some(text) => {
                let text = self.literal(Value::String(text.to_owned()), span);
                self.operator_call("==", vec![wanted.value.clone(), text], Type::Bool, span)
            }
            None => self.literal(Value::Bool(true), span),
        };
        let cell = &wanted.cell;
        let mut arguments = cell.arguments.clone();
        arguments.insert(cell.place.min(arguments.len()), condition);
        self.aggregate_call(cell.twin, &cell.name, &cell.syntax, arguments, value.unwrap_or_default(), span)
    }

    fn aggregate_call(
        &mut self,
        function: &str,
        name: &Name,
        syntax: &[Syntax],
        arguments: Vec<Expr>,
        column: &str,
        span: Span,
    ) -> Option<AggregateCall> {
        let catalog = self.catalog;
        let function = catalog.function(function, Kind::Aggregate)?;
        let settled = self.settle(function, name, syntax, arguments)?;
        Some(AggregateCall {
            function: function.name.clone(),
            overload: settled.overload,
            arguments: settled.arguments,
            outputs: vec![self.column(column, settled.ty)],
            span: self.place(span),
        })
    }

    fn pivoted(&mut self, wanted: &Wanted, slots: &[Slot], mut input: Tabular, span: Span) -> Tabular {
        if slots.is_empty() && wanted.keys.is_empty() {
            let nothing = self.relation(RelationKind::Datatable { rows: Vec::new() }, Vec::new(), span);
            return input.closed(nothing);
        }
        let (mut columns, mut keys) = (Vec::new(), Vec::new());
        for key in &wanted.keys {
            let value = self.reference(key, span);
            columns.push(self.column_for(key.name.clone(), &value));
            keys.push(self.groupable(value));
        }
        let (mut cells, mut counts) = (Vec::new(), Vec::new());
        for slot in slots {
            let Some(call) = self.pivot_aggregate(wanted, Some(&slot.name), span) else {
                return self.broken_table(span);
            };
            // What a cell without rows has follows from the documentation for these alone.
            let known = matches!(call.function.as_str(), "countif" | "dcountif" | "sumif");
            if !known && call.outputs.iter().any(|output| output.ty != Type::String) {
                let text = self.literal(Value::String(slot.name.clone()), span);
                let has = self.operator_call("==", vec![wanted.value.clone(), text], Type::Bool, span);
                counts.extend(self.aggregate_call("countif", &wanted.cell.name, &[], vec![has], "", span));
            }
            cells.push(call);
        }
        columns.extend(cells.iter().flat_map(|call| call.outputs.clone()));
        let shown = columns.clone();
        columns.extend(counts.iter().flat_map(|call| call.outputs.clone()));
        self.charge(columns.len(), span);
        let counted: Vec<Column> = counts.iter().flat_map(|call| call.outputs.clone()).collect();
        cells.extend(counts);
        let rows = Box::new(input.take_relation());
        let grouped = self.relation(RelationKind::Aggregate { input: rows, keys, aggregates: cells }, columns, span);
        let relation = if counted.is_empty() { grouped } else { self.full_cells(grouped, &counted, shown, span) };
        input.closed(relation)
    }

    /// Fails where a cell has no rows.
    fn full_cells(&mut self, grouped: Relation, counted: &[Column], shown: Vec<Column>, span: Span) -> Relation {
        let mut tests = Vec::with_capacity(counted.len());
        for column in counted {
            let (count, none) = (self.reference(column, span), self.literal(Value::Long(0), span));
            tests.push(self.operator_call("==", vec![count, none], Type::Bool, span));
        }
        let empty = self.joined(muster_syntax::BinaryOp::Or, tests, span);
        let message = "a cell of `pivot` has no rows, and what Kusto gives there is documented for `count`, `dcount` and `sum` \
                       alone; declare or filter the values so that every cell has rows, or use `summarize` with `…if` aggregates";
        let relation = self.failing_where(grouped, empty, message, span);
        let expressions = shown.iter().map(|column| self.reference(column, span)).collect();
        self.relation(RelationKind::Project { input: Box::new(relation), expressions }, shown, span)
    }
}

fn column_of(expr: &Expr) -> Option<ColumnId> {
    match expr.kind {
        ExprKind::Column(id) => Some(id),
        _ => None,
    }
}

fn reads_columns(expr: &Expr) -> bool {
    !crate::expr::is_constant(expr)
}

/// Why the declared columns cannot be those of the result: first the ones grouped by, then values.
fn misdeclared(declared: &[Column], keys: &[Column], ty: Type) -> Option<String> {
    let begins = declared.len() >= keys.len()
        && declared.iter().zip(keys).all(|(column, key)| column.name == key.name && column.ty == key.ty);
    if !begins {
        return Some("`pivot` with a schema that does not begin with the columns to group by".to_owned());
    }
    let other = declared.iter().skip(keys.len()).find(|column| column.ty != ty)?;
    Some(format!("`pivot` with a `{}` declared for cells that are a `{ty}`", other.ty))
}

/// Why these values cannot become columns.
fn unusable(slots: &[Slot], keys: &[Column]) -> Option<String> {
    if slots.iter().any(|slot| slot.name.is_empty()) {
        return Some("`pivot` on a value that is empty".to_owned());
    }
    let taken = slots.iter().find(|slot| keys.iter().any(|key| key.name == slot.name))?;
    Some(format!("`pivot` on the value `{}`, which is the name of a column", taken.name))
}
