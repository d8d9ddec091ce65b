//! What binding carries along: the catalog, the names in scope, fresh ids, budgets, and what was found wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use muster_catalog::{Catalog, Type, Value};
use muster_source::{Code, Diagnostic, Source, Span};

use crate::bound::{
    AggregateCall, Column, ColumnId, Expr, ExprKind, External, Pending, Place, Relation, RelationKind, Slot, WindowCall,
};
use crate::codes;
use crate::operator::ScanScope;
use crate::scope::{Env, Function};

/// Nodes that one query may come to, with every `let` and function put in place. Real rules stay below 1 000 000.
const MAX_NODES: usize = 2_000_000;

/// How deep expressions, operators and functions nest in the bound tree, so that no walk over it exhausts a stack.
const MAX_DEPTH: usize = 1_500;

/// The id of an expression that could not be bound; nothing more is said about it.
pub(crate) const BROKEN: ColumnId = ColumnId(u32::MAX);

/// What an expression is whose type follows from that of a column that only the data decides.
const UNDETERMINED: &str = "a value whose type only the data decides";

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about where binding stands")]
pub(crate) struct Binder<'a> {
    pub(crate) catalog: &'a Catalog,
    /// The text that is bound now: the query, or a saved function.
    pub(crate) source: Source,
    /// Where the saved function that is bound now was called.
    pub(crate) call_site: Option<Span>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) env: Env,
    /// Columns whose type is not known.
    pub(crate) unknown: BTreeSet<ColumnId>,
    /// Saved functions by name, each read once.
    pub(crate) saved: BTreeMap<String, Option<Rc<Function>>>,
    /// Names of the functions being expanded now, innermost last.
    pub(crate) expanding: Vec<String>,
    /// Aggregates met so far in the `summarize` that is bound now.
    pub(crate) aggregates: Vec<AggregateCall>,
    /// Calls of window functions met so far in the operator that is bound now.
    pub(crate) windows: Vec<WindowCall>,
    /// The `scan` that is bound now.
    pub(crate) scan: Option<ScanScope>,
    /// The column of the `partition` whose query of its own is bound now, and its value.
    pub(crate) partition_value: Option<(String, Expr)>,
    /// Columns that the `summarize` that is bound now groups by.
    pub(crate) keys: Vec<ColumnId>,
    /// A function is bound where it is declared, on arguments that stand for any.
    pub(crate) declaring: bool,
    /// What is known of the slots of bags, by the plugin that unpacks them.
    pub(crate) slots: BTreeMap<Place, Vec<Slot>>,
    /// Plugins of which it is not known.
    pub(crate) pending: Vec<Pending>,
    /// Where tables of the catalog stand whose data decides on further columns, and what they are called.
    pub(crate) open_tables: BTreeMap<Place, String>,
    /// Types that the data says of such columns.
    pub(crate) typed: BTreeMap<(Place, String), Type>,
    /// What `externaldata` reads.
    pub(crate) externals: Vec<External>,
    /// Column names that open tables turned out to have.
    pub(crate) inferred: BTreeMap<Place, Vec<String>>,
    /// Whether a name was added to `inferred`, so that the query is bound once more.
    pub(crate) again: bool,
    /// Whether the operator that added it is passed: names after it may come from there, and are left for the next round.
    pub(crate) frozen: bool,
    next_column: u32,
    nodes: usize,
    depth: usize,
    exhausted: bool,
}

impl<'a> Binder<'a> {
    pub(crate) fn new(catalog: &'a Catalog, source: &Source) -> Self {
        Self {
            catalog,
            source: source.clone(),
            call_site: None,
            diagnostics: Vec::new(),
            env: Env::default(),
            unknown: BTreeSet::from([BROKEN]),
            saved: BTreeMap::new(),
            expanding: Vec::new(),
            aggregates: Vec::new(),
            windows: Vec::new(),
            scan: None,
            partition_value: None,
            keys: Vec::new(),
            declaring: false,
            slots: BTreeMap::new(),
            pending: Vec::new(),
            open_tables: BTreeMap::new(),
            typed: BTreeMap::new(),
            externals: Vec::new(),
            inferred: BTreeMap::new(),
            again: false,
            frozen: false,
            next_column: 0,
            nodes: 0,
            depth: 0,
            exhausted: false,
        }
    }

    pub(crate) fn fresh(&mut self) -> ColumnId {
        let id = ColumnId(self.next_column);
        self.next_column += 1;
        id
    }

    pub(crate) fn column(&mut self, name: impl Into<String>, ty: Type) -> Column {
        Column { id: self.fresh(), name: name.into(), ty }
    }

    /// A column of the type of `expr`, or of no known type.
    pub(crate) fn column_for(&mut self, name: impl Into<String>, expr: &Expr) -> Column {
        let column = self.column(name, expr.ty);
        if self.is_unknown(expr) {
            self.unknown.insert(column.id);
        }
        column
    }

    /// Says that something is wrong. Inside a saved function the call is the place, as its text is not the query's.
    pub(crate) fn error(&mut self, code: Code, message: impl Into<String>, span: Span) {
        let error = self.fault(code, message, span);
        self.report(error);
    }

    pub(crate) fn fault(&self, code: Code, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::error(code, message, &self.source, span)
    }

    pub(crate) fn report(&mut self, error: Diagnostic) {
        if !self.exhausted {
            self.diagnostics.push(error);
        }
    }

    /// The span that the bound tree keeps: that of the call inside saved functions.
    pub(crate) fn place(&self, span: Span) -> Span {
        self.call_site.unwrap_or(span)
    }

    pub(crate) fn open_place(&self, span: Span) -> Place {
        Place { source: self.source.name().to_owned(), span }
    }

    /// An expression that stands for one that could not be bound.
    pub(crate) fn broken(&self, span: Span) -> Expr {
        Expr { kind: ExprKind::Column(BROKEN), ty: Type::Dynamic, span: self.place(span) }
    }

    /// An expression whose type only the data decides.
    pub(crate) fn undetermined(&self, span: Span) -> Expr {
        self.expr(ExprKind::Unsupported { what: UNDETERMINED.to_owned() }, Type::Dynamic, span)
    }

    pub(crate) fn literal(&self, value: Value, span: Span) -> Expr {
        Expr { ty: value.ty(), kind: ExprKind::Literal(value), span: self.place(span) }
    }

    pub(crate) fn expr(&self, kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { kind, ty, span: self.place(span) }
    }

    /// Whether the type of `expr` is not known: an error was told, or only the data decides.
    pub(crate) fn is_unknown(&self, expr: &Expr) -> bool {
        let mut expr = expr;
        loop {
            match &expr.kind {
                ExprKind::Column(id) => return self.unknown.contains(id),
                ExprKind::Element { object, .. } => expr = object,
                ExprKind::ScalarSubquery(table) => {
                    return table.columns.first().is_some_and(|column| self.unknown.contains(&column.id));
                }
                ExprKind::Literal(_)
                | ExprKind::Now
                | ExprKind::Call { .. }
                | ExprKind::Conditional { .. }
                | ExprKind::InList { .. }
                | ExprKind::InTable { .. } => return false,
                ExprKind::Unsupported { what } => return what == UNDETERMINED,
            }
        }
    }

    /// `input` with what the window functions met so far in the operator that is bound now give.
    pub(crate) fn windowed(&mut self, input: Relation) -> Relation {
        if self.windows.is_empty() {
            return input;
        }
        let calls = std::mem::take(&mut self.windows);
        let mut columns = input.columns.clone();
        columns.extend(calls.iter().map(|call| call.output.clone()));
        let span = input.span;
        Relation { kind: RelationKind::Window { input: Box::new(input), calls }, columns, span }
    }

    /// Counts nodes; says once that there are too many.
    pub(crate) fn charge(&mut self, nodes: usize, span: Span) -> bool {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES && !self.exhausted {
            let error = self
                .fault(codes::TOO_LARGE, "the query becomes too large with its `let`s and functions put in place", span)
                .help("a table that is used often can be computed once in a `let` with fewer steps");
            self.report(error);
            self.exhausted = true;
        }
        !self.exhausted
    }

    /// Runs `inner` one level deeper, on a stack that has room for it; `None` where the limit is reached.
    pub(crate) fn deeper<T>(&mut self, span: Span, inner: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH || !self.charge(1, span) {
            if !self.exhausted {
                self.error(codes::TOO_LARGE, "the query nests too deeply with its `let`s and functions in place", span);
                self.exhausted = true;
            }
            return None;
        }
        self.depth += 1;
        let result = stacker::maybe_grow(128 * 1024, 2 * 1024 * 1024, || inner(self));
        self.depth -= 1;
        Some(result)
    }
}
