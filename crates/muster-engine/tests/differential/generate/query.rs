//! Queries: tables, `let` statements and a pipe, with the answer of the reference beside each step.

use muster_catalog::Type;
use muster_source::Source;
use muster_syntax::{ExprKind, Statement};

use crate::expression::{Local, Locals};
use crate::generate::choices::Choices;
use crate::generate::data::{self, TYPES, column, datatable};
use crate::generate::expression::{Scope, Text, expression, literal};
use crate::operator::{apply, declare, table_of};
use crate::value::{Answer, Stop, Table, unknown};

/// More rows than anybody looks at.
const MAX_ROWS: usize = 150;

/// A query and what it gives.
pub(crate) struct Case {
    pub(crate) tables: Vec<(String, Table)>,
    /// Statements and pipe, without the tables.
    pub(crate) query: String,
    pub(crate) expected: Table,
    pub(crate) operators: Vec<&'static str>,
    /// The tables are given as rows, not written into the query.
    pub(crate) stored: bool,
    /// What the reference could not answer and was left out.
    pub(crate) left_out: Vec<String>,
}

impl Case {
    /// The query with its tables before it.
    pub(crate) fn whole(&self) -> String {
        let mut text = String::new();
        for (name, table) in &self.tables {
            text += &datatable(name, table);
            text.push('\n');
        }
        text + &self.query
    }
}

/// Statements of a text; what is generated must parse.
fn parsed(text: &str) -> Vec<Statement> {
    let parsed = muster_syntax::parse(&Source::new("reference.kql", text));
    assert!(parsed.diagnostics.is_empty(), "does not parse: {text}\n{:?}", parsed.diagnostics);
    parsed.query.statements
}

struct Maker<'a> {
    choices: &'a mut Choices,
    locals: Locals,
    depth: usize,
    left_out: Vec<String>,
}

/// Makes a query of at most `size` operators with expressions at most `depth` deep.
pub(crate) fn case(choices: &mut Choices, size: usize, depth: usize) -> Case {
    let mut tables = Vec::new();
    for number in 0..=choices.pick(3) {
        tables.push((format!("T{number}"), data::table(choices)));
    }
    let locals = tables.iter().map(|(name, table)| (name.clone(), Local::Table(table.clone()))).collect();
    let stored = choices.once_in(3);
    let mut maker = Maker { choices, locals, depth, left_out: Vec::new() };
    let mut query = String::new();
    for number in 0..maker.choices.pick(3) {
        query += &maker.statement(number);
    }
    let (head, mut current) = maker.source();
    query += &head;
    let mut operators = Vec::new();
    for _ in 0..maker.choices.pick(size + 1) {
        let Some((kind, text)) = maker.operator(&current) else { continue };
        match maker.applied(&text.full, &current) {
            Ok(next) if next.rows.len() <= MAX_ROWS && next.columns.len() < 20 => {
                query.push_str("\n| ");
                query.push_str(&text.least);
                operators.push(kind);
                current = next;
            }
            Ok(_) => maker.left_out.push("too many rows".to_owned()),
            Err(Stop::Unknown(why)) => maker.left_out.push(format!("{kind}: {why}")),
        }
    }
    Case { tables, query, expected: current, operators, stored, left_out: maker.left_out }
}

impl Maker<'_> {
    /// What an operator makes of a table.
    fn applied(&self, operator: &str, input: &Table) -> Answer<Table> {
        match parsed(&format!("Current\n| {operator}")).as_slice() {
            [Statement::Expression(muster_syntax::Expr { kind: ExprKind::Pipe { operators, .. }, .. })] => {
                operators.iter().try_fold(input.clone(), |table, node| apply(&node.operator, table, &self.locals))
            }
            _ => unknown("no pipe"),
        }
    }

    fn expression(&mut self, ty: Type, table: &Table) -> Text {
        let depth = self.depth;
        let locals = std::mem::take(&mut self.locals);
        let text = expression(self.choices, ty, depth, &Scope { table, locals: &locals });
        self.locals = locals;
        text
    }

    /// A `let`; empty where the reference cannot follow it.
    fn statement(&mut self, number: usize) -> String {
        let none = Table::default();
        let (name, value) = match self.choices.pick(4) {
            0 => {
                let ty = *self.choices.of(&TYPES);
                (format!("v{number}"), self.expression(ty, &none))
            }
            1 => {
                let (head, table) = self.source();
                let Some((_, operator)) = self.operator(&table) else { return String::new() };
                (format!("S{number}"), Text::joined(&format!("{head} | "), &[operator], "", ""))
            }
            2 => {
                let parameter =
                    Table { columns: vec![("n".to_owned(), Type::Long)], rows: Vec::new(), ..Table::default() };
                let locals = std::mem::take(&mut self.locals);
                let body =
                    expression(self.choices, Type::Long, 2, &Scope { table: &parameter, locals: &Locals::new() });
                self.locals = locals;
                (format!("long_{number}"), Text::joined("(n: long) { ", &[body], "", " }"))
            }
            _ => {
                let (head, table) = self.source();
                let predicate = self.expression(Type::Bool, &table);
                (format!("view_{number}"), Text::joined(&format!("() {{ {head} | where "), &[predicate], "", " }"))
            }
        };
        let statement = parsed(&format!("let {name} = {};", value.full));
        let mut locals = self.locals.clone();
        match statement.first().map(|statement| declare(statement, &mut locals)) {
            Some(Ok(())) => {
                // What a function without parameters gives must be known too.
                if name.starts_with("view_") && Self::rows_of(&format!("{name}()"), &locals).is_err() {
                    return String::new();
                }
                self.locals = locals;
                format!("let {name} = {};\n", value.least)
            }
            _ => String::new(),
        }
    }

    fn rows_of(text: &str, locals: &Locals) -> Answer<Table> {
        let place = crate::expression::Place { locals, row: None };
        match parsed(text).as_slice() {
            [Statement::Expression(expr)] => table_of(expr, place)?.map_or_else(|| unknown("no table"), Ok),
            _ => unknown("no expression"),
        }
    }

    /// A table to begin with.
    fn source(&mut self) -> (String, Table) {
        let mut heads: Vec<String> = Vec::new();
        for (name, local) in &self.locals {
            match local {
                Local::Table(_) => heads.push(name.clone()),
                Local::Function(function) if function.parameters.is_empty() => heads.push(format!("{name}()")),
                _ => {}
            }
        }
        heads.sort_by_key(|name| !name.starts_with('T'));
        let mut head = heads[self.choices.pick(heads.len())].clone();
        if self.choices.once_in(12) {
            head = match self.choices.pick(3) {
                0 => "range n from 1 to 5 step 2".to_owned(),
                1 => {
                    let parts: Vec<String> = (0..=self.choices.pick(2))
                        .map(|n| format!("p{n} = {}", literal(self.choices, TYPES[n]).least))
                        .collect();
                    format!("print {}", parts.join(", "))
                }
                _ => format!("union {}, {}", heads[0], heads[self.choices.pick(heads.len())]),
            };
        }
        if let Ok(table) = Self::rows_of(&head, &self.locals) {
            return (head, table);
        }
        let first = heads[0].clone();
        let table = Self::rows_of(&first, &self.locals).unwrap_or_default();
        (first, table)
    }

    /// A table with something done to it, perhaps.
    fn piped(&mut self) -> (String, Table) {
        let (head, table) = self.source();
        if !self.choices.once_in(3) {
            return (head, table);
        }
        let Some((_, operator)) = self.operator(&table) else { return (head, table) };
        match self.applied(&operator.full, &table) {
            Ok(next) if next.rows.len() < 30 => (format!("{head} | {}", operator.full), next),
            _ => (head, table),
        }
    }

    /// Some of the columns for which `fits` holds.
    fn columns(&mut self, table: &Table, fits: impl Fn(Type) -> bool) -> Vec<String> {
        let all: Vec<&String> = table.columns.iter().filter(|(_, ty)| fits(*ty)).map(|(name, _)| name).collect();
        if all.is_empty() {
            return Vec::new();
        }
        let mut picked: Vec<String> = Vec::new();
        for _ in 0..=self.choices.pick(all.len().min(3)) {
            let name = (*self.choices.of(&all)).clone();
            if !picked.contains(&name) {
                picked.push(name);
            }
        }
        picked
    }

    fn new_name(&mut self) -> String {
        (self.choices.word(&["e", "f", "g", "a", "k", "['new one']"])).to_owned()
    }

    fn operator(&mut self, table: &Table) -> Option<(&'static str, Text)> {
        let plain = |ty: Type| ty != Type::Dynamic && ty != Type::Guid;
        let list = |names: Vec<String>| names.iter().map(|name| column(name)).collect::<Vec<_>>().join(", ");
        Some(match self.choices.pick(24) {
            0..=3 => ("where", Text::joined("where ", &[self.expression(Type::Bool, table)], "", "")),
            4..=6 => {
                let ty = *self.choices.of(&TYPES);
                let (name, value) = (self.new_name(), self.expression(ty, table));
                let first = Text::joined(&format!("{name} = "), &[value], "", "");
                if self.choices.once_in(3) {
                    // Both are computed of the columns as they were before.
                    let ty = *self.choices.of(&TYPES);
                    let (name, value) = (self.new_name(), self.expression(ty, table));
                    let second = Text::joined(&format!("{name} = "), &[value], "", "");
                    return Some(("extend", Text::joined("extend ", &[first, second], ", ", "")));
                }
                ("extend", Text::joined("extend ", &[first], "", ""))
            }
            7 | 8 => {
                let mut parts: Vec<Text> =
                    self.columns(table, |_| true).iter().map(|name| Text::whole(column(name))).collect();
                for name in ["p", "q"] {
                    let ty = *self.choices.of(&TYPES);
                    parts.push(Text::joined(&format!("{name} = "), &[self.expression(ty, table)], "", ""));
                }
                if self.choices.once_in(6) {
                    parts.push(self.expression(Type::Long, table));
                }
                parts.truncate(1 + self.choices.pick(parts.len()));
                ("project", Text::joined("project ", &parts, ", ", ""))
            }
            9 => {
                let names = self.columns(table, |_| true);
                if names.len() >= table.columns.len() {
                    return None;
                }
                ("project-away", Text::whole(format!("project-away {}", list(names))))
            }
            10 => match self.choices.pick(3) {
                0 => ("project-keep", Text::whole(format!("project-keep {}", list(self.columns(table, |_| true))))),
                1 => {
                    ("project-reorder", Text::whole(format!("project-reorder {}", list(self.columns(table, |_| true)))))
                }
                _ => {
                    let name = column(self.columns(table, |_| true).first().filter(|name| *name != "renamed")?);
                    ("project-rename", Text::whole(format!("project-rename renamed = {name}")))
                }
            },
            11 if self.choices.once_in(3) => ("distinct", Text::whole("distinct *")),
            11 => {
                let names = self.columns(table, plain);
                if names.is_empty() {
                    return None;
                }
                ("distinct", Text::whole(format!("distinct {}", list(names))))
            }
            12..=15 => ("summarize", self.summarize(table)?),
            16 | 17 => self.sorted(table)?,
            18..=20 => self.join(table)?,
            21 => {
                let (other, _) = self.piped();
                let kind = self.choices.word(&["", "kind=inner ", "kind=outer "]);
                ("union", Text::whole(format!("union {kind}({other})")))
            }
            22 => self.expansion(table),
            _ => ("count", Text::whole("count")),
        })
    }

    fn summarize(&mut self, table: &Table) -> Option<Text> {
        let mut parts = Vec::new();
        for number in 0..=self.choices.pick(2) {
            parts.push(self.aggregate(table, number)?);
        }
        let mut by: Vec<Text> = Vec::new();
        if self.choices.pick(4) > 0 {
            let names = self.columns(table, |ty| ty != Type::Dynamic && ty != Type::Real);
            by.extend(names.iter().map(|name| Text::whole(column(name))));
        }
        if self.choices.once_in(4) {
            let ty = *self.choices.of(&[Type::String, Type::Long, Type::Bool, Type::Datetime]);
            by.push(Text::joined("key = ", &[self.expression(ty, table)], "", ""));
        } else if self.choices.once_in(3) {
            let moments: Vec<String> =
                table.columns.iter().filter(|(_, ty)| *ty == Type::Datetime).map(|(name, _)| column(name)).collect();
            if let Some(name) = moments.first().filter(|name| by.iter().all(|key| key.least != **name)) {
                by.push(Text::whole(format!("bin({name}, 1d)")));
            }
        }
        let aggregates = Text::joined("summarize ", &parts, ", ", "");
        if by.is_empty() {
            Some(aggregates)
        } else {
            Some(Text::joined("", &[aggregates, Text::joined("", &by, ", ", "")], " by ", ""))
        }
    }

    fn aggregate(&mut self, table: &Table, number: usize) -> Option<Text> {
        let named = format!("m{number} = ");
        let plain = self.choices.once_in(3);
        let numeric = [Type::Long, Type::Real, Type::Int, Type::Timespan];
        let sortable = [Type::Long, Type::String, Type::Datetime, Type::Real, Type::Int, Type::Timespan];
        if plain {
            // Over a bare column, whose name the result has in it.
            let function =
                self.choices.word(&["count", "sum", "min", "max", "dcount", "avg", "arg_max", "arg_min", "take_any"]);
            if function == "count" {
                return Some(Text::whole("count()"));
            }
            let name = match function {
                "sum" | "avg" => self.columns(table, |ty| numeric.contains(&ty)),
                _ => self.columns(table, |ty| sortable.contains(&ty)),
            };
            let name = column(name.first()?);
            let rest = if function.starts_with("arg_") { ", *" } else { "" };
            let given = if self.choices.once_in(3) { named.as_str() } else { "" };
            return Some(Text::whole(format!("{given}{function}({name}{rest})")));
        }
        let (function, types, rest): (&str, &[Type], &str) = *self.choices.of(&[
            ("sum", &numeric[..], ")"),
            ("avg", &numeric[..], ")"),
            ("min", &sortable[..], ")"),
            ("max", &sortable[..], ")"),
            ("dcount", &sortable[..], ")"),
            ("count_distinct", &sortable[..], ")"),
            ("array_sort_asc(make_set", &sortable[..2], "))"),
            ("array_sort_asc(make_list", &sortable[..2], "))"),
            ("make_list", &sortable[..], ")"),
            ("make_set", &sortable[..], ")"),
            ("make_list_with_nulls", &sortable[..], ")"),
            ("stdev", &numeric[..3], ")"),
            ("stdevp", &numeric[..3], ")"),
            ("make_bag", &[Type::Dynamic], ")"),
            ("make_set", &sortable[..2], ", 2)"),
            ("make_list", &sortable[..2], ", 2)"),
            ("variance", &numeric[..3], ")"),
            ("percentile", &numeric[..], ", 50)"),
            ("percentile", &numeric[..], ", 90)"),
            ("sumif", &numeric[..], "if"),
            ("avgif", &numeric[..], "if"),
            ("minif", &sortable[..], "if"),
            ("maxif", &sortable[..], "if"),
            ("dcountif", &sortable[..], "if"),
            ("countif", &[Type::Bool], ")"),
        ]);
        let ty = *self.choices.of(types);
        let value = self.expression(ty, table);
        if rest == "if" {
            let predicate = self.expression(Type::Bool, table);
            return Some(Text::joined(&format!("{named}{function}("), &[value, predicate], ", ", ")"));
        }
        Some(Text::joined(&format!("{named}{function}("), &[value], "", rest))
    }

    /// A sort by all columns, so that it leaves no choice, perhaps with something that needs an order behind it.
    fn sorted(&mut self, table: &Table) -> Option<(&'static str, Text)> {
        let unsorted: Vec<String> = table
            .columns
            .iter()
            .filter(|(_, ty)| matches!(ty, Type::Dynamic | Type::Guid))
            .map(|(name, _)| column(name))
            .collect();
        if unsorted.len() == table.columns.len() {
            return None;
        }
        let away =
            if unsorted.is_empty() { String::new() } else { format!("project-away {}\n| ", unsorted.join(", ")) };
        let mut keys = Vec::new();
        let sortable: Vec<&(String, Type)> =
            table.columns.iter().filter(|(_, ty)| !matches!(ty, Type::Dynamic | Type::Guid)).collect();
        for (name, _) in &sortable {
            let order =
                self.choices.word(&["", " asc", " desc", " asc nulls last", " desc nulls first", " nulls first"]);
            keys.push(format!("{}{order}", column(name)));
        }
        let all = keys.join(", ");
        let count = self.choices.pick(6);
        let some = column(&sortable[self.choices.pick(sortable.len())].0);
        Some(match self.choices.pick(7) {
            0 => ("sort", Text::whole(format!("{away}sort by {all}"))),
            1 => {
                let key = keys[self.choices.pick(keys.len())].clone();
                return Some(("top", Text::whole(format!("{away}top {count} by {key}"))));
            }
            2 => ("take", Text::whole(format!("{away}order by {all}\n| take {count}"))),
            3 => ("row_number", Text::whole(format!("{away}sort by {all}\n| extend number = row_number()"))),
            4 => {
                let function = self.choices.word(&["prev", "next"]);
                let rest = self.choices.word(&["", ", 2", ", 1"]);
                ("prev", Text::whole(format!("{away}sort by {all}\n| extend there = {function}({some}{rest})")))
            }
            5 => ("make_list", Text::whole(format!("{away}sort by {all}\n| summarize all = make_list({some})"))),
            _ => ("arg_max", Text::whole(format!("{away}sort by {all}\n| summarize arg_max({some}, *)"))),
        })
    }

    fn join(&mut self, table: &Table) -> Option<(&'static str, Text)> {
        let (head, right) = self.piped();
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (left, ty) in &table.columns {
            for (right, other) in &right.columns {
                if ty == other && !matches!(ty, Type::Dynamic | Type::Real) {
                    pairs.push((left.clone(), right.clone()));
                }
            }
        }
        // Columns of one name come first.
        pairs.sort_by_key(|(left, right)| left != right);
        if pairs.is_empty() {
            return None;
        }
        let mut on: Vec<String> = Vec::new();
        let mut taken: Vec<(String, String)> = Vec::new();
        for _ in 0..=self.choices.pick(2) {
            let (left, right) = self.choices.of(&pairs).clone();
            if taken.iter().any(|(l, r)| *l == left || *r == right) {
                continue;
            }
            on.push(if left == right && !self.choices.once_in(3) {
                column(&left)
            } else {
                format!("$left.{} == $right.{}", column(&left), column(&right))
            });
            taken.push((left, right));
        }
        let on = on.join(", ");
        if self.choices.once_in(6) {
            let kind = self.choices.word(&["", "kind=leftouter ", "kind=inner "]);
            return Some(("lookup", Text::whole(format!("lookup {kind}({head}) on {on}"))));
        }
        let kind = self.choices.word(&[
            "kind=inner ",
            "",
            "kind=leftouter ",
            "kind=rightouter ",
            "kind=fullouter ",
            "kind=leftsemi ",
            "kind=leftanti ",
            "kind=rightsemi ",
            "kind=rightanti ",
            "kind=innerunique ",
        ]);
        Some(("join", Text::whole(format!("join {kind}({head}) on {on}"))))
    }

    fn expansion(&mut self, table: &Table) -> (&'static str, Text) {
        let mut parts = Vec::new();
        let dynamics = self.columns(table, |ty| ty == Type::Dynamic);
        for name in dynamics.iter().take(1 + self.choices.pick(2)) {
            let to = self.choices.word(&["", "", " to typeof(long)", " to typeof(string)"]);
            parts.push(Text::whole(format!("{}{to}", column(name))));
        }
        if parts.is_empty() || self.choices.once_in(4) {
            let value = self.expression(Type::Dynamic, table);
            parts = vec![Text::joined("element = ", &[value], "", "")];
        }
        let option = self.choices.word(&["", "", "with_itemindex=place ", "kind=array "]);
        ("mv-expand", Text::joined(&format!("mv-expand {option}"), &parts, ", ", ""))
    }
}
