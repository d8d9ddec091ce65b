//! Names: columns of the row, `let`s, parameters and functions.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use muster_source::{Source, Span};
use muster_syntax as syntax;

use crate::binder::{BROKEN, Binder};
use crate::bound::Place;
use crate::bound::{Column, ColumnId, Expr, Relation, RelationKind};
use crate::pattern::Pattern;

/// A bound tabular expression and what binding knows of it beyond its rows.
#[derive(Debug, Clone)]
pub(crate) struct Tabular {
    pub(crate) relation: Relation,
    /// Columns that no result shows unless the query names them.
    pub(crate) hidden: BTreeSet<ColumnId>,
    /// Where the table stands whose data decides on further columns.
    pub(crate) open: Option<Place>,
    /// It could not be bound; names in it are not complained about.
    pub(crate) broken: bool,
    /// The name that `withsource` shows.
    pub(crate) name: Option<String>,
    /// Whether the order of its rows means something.
    pub(crate) serialized: bool,
    /// How many operators stand one in another.
    pub(crate) depth: usize,
}

impl Tabular {
    pub(crate) fn new(relation: Relation) -> Self {
        Self { relation, hidden: BTreeSet::new(), open: None, broken: false, name: None, serialized: false, depth: 0 }
    }

    /// `relation`, made of this one: hidden columns stay hidden, an open table stays open.
    pub(crate) fn with(&self, relation: Relation) -> Self {
        Self {
            relation,
            hidden: self.hidden.clone(),
            open: self.open.clone(),
            broken: self.broken,
            name: None,
            serialized: self.serialized,
            depth: self.depth,
        }
    }

    /// The rows, taken out; what else is known stays for the table that is made of them.
    pub(crate) fn take_relation(&mut self) -> Relation {
        let span = self.relation.span;
        let rest = Relation { kind: RelationKind::Singleton, columns: Vec::new(), span };
        std::mem::replace(&mut self.relation, rest)
    }

    /// `relation`, whose columns were all named: nothing hidden, nothing open.
    pub(crate) fn closed(&self, relation: Relation) -> Self {
        Self { broken: self.broken, depth: self.depth, ..Self::new(relation) }
    }

    /// Columns as results show them.
    pub(crate) fn visible(&self) -> impl Iterator<Item = &Column> {
        self.relation.columns.iter().filter(|column| !self.hidden.contains(&column.id))
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Column> {
        self.relation.columns.iter().find(|column| column.name == name)
    }
}

/// What is in scope where an expression stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope<'r> {
    /// The row: columns of the table before the `|`.
    pub(crate) row: Option<&'r Tabular>,
    /// The right table, in conditions of a join.
    pub(crate) right: Option<&'r Tabular>,
    /// In the list of `summarize`, outside of any aggregate: columns have no meaning here, aggregates have.
    pub(crate) aggregating: bool,
}

impl<'r> Scope<'r> {
    pub(crate) fn row(row: &'r Tabular) -> Self {
        Self { row: Some(row), ..Self::default() }
    }
}

/// What a name stands for that the query itself introduced.
#[derive(Debug, Clone)]
pub(crate) enum Local {
    /// A single value. It may refer to columns of the caller's row, as an argument.
    Scalar(Expr),
    /// A table; each use gets ids of its own.
    Tabular(Rc<Tabular>),
    /// A function.
    Function(Rc<Function>),
    /// A pattern.
    Pattern(Rc<Pattern>),
    /// Something that could not be bound.
    Broken,
}

/// A function of a `let` or of the catalog.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) declaration: syntax::FunctionDeclaration,
    /// Names in scope where it was declared.
    pub(crate) env: Env,
    /// The text of a saved function.
    pub(crate) source: Option<Source>,
    /// Whether it gives a table.
    pub(crate) tabular: bool,
    /// Whether arguments may be bare names of columns.
    pub(crate) column_arguments: bool,
    /// A function of the platform, whose rows have to be provided.
    pub(crate) platform: bool,
}

/// The names that the query introduced so far. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Env(Rc<BTreeMap<String, Local>>);

impl Env {
    pub(crate) fn get(&self, name: &str) -> Option<&Local> {
        self.0.get(name)
    }

    pub(crate) fn set(&mut self, name: impl Into<String>, local: Local) {
        Rc::make_mut(&mut self.0).insert(name.into(), local);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Local)> {
        self.0.iter().map(|(name, local)| (name.as_str(), local))
    }
}

impl Binder<'_> {
    /// Introduces a name.
    pub(crate) fn declare(&mut self, name: &str, local: Local, span: Span) {
        // A copy is made where a function holds on to the names before.
        let nodes = self.env.len();
        if self.charge(nodes, span) {
            self.env.set(name, local);
        }
    }

    /// The column called `name` of `table`; an open table gets it if it has none.
    pub(crate) fn column_of(&mut self, table: &Tabular, name: &str, infer: bool) -> Option<Column> {
        if let Some(column) = table.find(name) {
            return Some(column.clone());
        }
        let broken = Column { id: BROKEN, name: name.to_owned(), ty: muster_catalog::Type::Dynamic };
        if table.broken {
            return infer.then_some(broken);
        }
        let place = table.open.clone().filter(|_| infer)?;
        if self.frozen {
            return Some(broken);
        }
        let names = self.inferred.entry(place).or_default();
        // A name that the table was given already and that is not among the columns was projected away.
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
            self.again = true;
        }
        self.again.then_some(broken)
    }

    /// A table that could not be bound.
    pub(crate) fn broken_table(&self, span: Span) -> Tabular {
        let kind = RelationKind::Datatable { rows: Vec::new() };
        let relation = Relation { kind, columns: Vec::new(), span: self.place(span) };
        Tabular { broken: true, ..Tabular::new(relation) }
    }

    pub(crate) fn relation(&self, kind: RelationKind, columns: Vec<Column>, span: Span) -> Relation {
        Relation { kind, columns, span: self.place(span) }
    }
}
