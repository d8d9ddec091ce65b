//! The names of result columns: what an expression without a name is called, and how names are kept apart.

use std::collections::{BTreeMap, BTreeSet};

use muster_catalog::{Kind, Naming, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Literal, Name};

use crate::binder::Binder;
use crate::bound::{Column, ColumnId, Expr, ExprKind, Relation, RelationKind};
use crate::scope::Local;
use crate::special;
use crate::{codes, literal};

impl Binder<'_> {
    /// What the result column of `expr` is called where no name is given; `None` where nothing suggests one.
    pub(crate) fn result_name(&self, expr: &Syntax) -> Option<String> {
        match &expr.kind {
            SyntaxKind::Parenthesized(inner) => self.result_name(inner),
            SyntaxKind::Name(name) => Some(name.text.clone()),
            SyntaxKind::Named { names, .. } => names.first().map(|name| name.text.clone()),
            SyntaxKind::Path { object, member } => {
                let member = self.result_name(member);
                if matches!(&object.kind, SyntaxKind::Name(name) if name.text == "$left" || name.text == "$right") {
                    return member;
                }
                self.joined_name(object, member)
            }
            SyntaxKind::Index { object, index } => {
                let index = match &index.kind {
                    SyntaxKind::Literal(Literal::String(text) | Literal::Long(text)) => Some(text.clone()),
                    _ => None,
                };
                self.joined_name(object, index)
            }
            SyntaxKind::Call { name, arguments } => self.call_name(name, arguments),
            _ => None,
        }
    }

    fn joined_name(&self, object: &Syntax, member: Option<String>) -> Option<String> {
        match self.result_name(object).filter(|name| !name.trim().is_empty()) {
            Some(object) => Some(format!("{object}_{}", member.unwrap_or_default())),
            None => member,
        }
    }

    fn call_name(&self, name: &Name, arguments: &[Syntax]) -> Option<String> {
        if matches!(self.env.get(&name.text), Some(Local::Function(_))) {
            return None;
        }
        let function = self.catalog.function(&name.text, Kind::Aggregate);
        let function = function.or_else(|| self.catalog.function(&name.text, Kind::Scalar));
        match special::naming(&name.text).or(function.map(|f| f.naming)) {
            Some(Naming::FirstArgument) => arguments.first().and_then(|argument| self.result_name(argument)),
            Some(Naming::Prefix(prefix)) => {
                let argument = arguments.first().and_then(|argument| self.result_name(argument));
                Some(format!("{prefix}{}", argument.unwrap_or_default()))
            }
            Some(Naming::PrefixOfTwo(prefix)) => {
                let names = arguments.iter().take(2).map(|a| self.result_name(a).unwrap_or_default());
                Some(format!("{prefix}{}", names.collect::<Vec<_>>().join("_")))
            }
            Some(Naming::Default) | None => None,
        }
    }
}

/// Names in use; a name that is taken gets a number.
#[derive(Debug, Default)]
pub(crate) struct UniqueNames(BTreeSet<String>);

impl UniqueNames {
    pub(crate) fn reserve(&mut self, name: &str) -> bool {
        self.0.insert(name.to_owned())
    }

    /// `name`, or `base` with the least number that makes it new.
    pub(crate) fn take(&mut self, name: &str, base: &str) -> String {
        if self.0.insert(name.to_owned()) {
            return name.to_owned();
        }
        let mut number = 1;
        loop {
            let candidate = format!("{base}{number}");
            if self.0.insert(candidate.clone()) {
                return candidate;
            }
            number += 1;
        }
    }

    /// Renames columns whose name an earlier one has. Names that some column has from the start are never given to
    /// another: `c, c, c1` becomes `c, c2, c1`.
    pub(crate) fn separate(columns: &mut [Column]) {
        let mut names = Self::default();
        let first: Vec<bool> = columns.iter().map(|column| names.reserve(&column.name)).collect();
        for (column, first) in columns.iter_mut().zip(first) {
            if !first {
                column.name = names.take(&column.name, &column.name);
            }
        }
    }
}

/// How a list of columns treats names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `project`, `distinct`, `by`: names must differ.
    Project,
    /// `extend`: a name that is there is replaced in place.
    Extend,
    /// `mv-expand`: so is a column that is named without `=`.
    Replace,
    /// The aggregates of `summarize`.
    Summarize,
}

#[derive(Debug)]
struct Item {
    name: String,
    expr: Expr,
}

/// The columns of a result while they are put together.
#[derive(Debug, Default)]
pub(crate) struct Projection {
    items: Vec<Item>,
    index: BTreeMap<String, usize>,
    declared: BTreeSet<String>,
    names: UniqueNames,
    /// Columns that are not added a second time.
    skip: BTreeSet<ColumnId>,
    avoided: BTreeSet<String>,
}

impl Projection {
    /// Begins with all columns of `table`.
    pub(crate) fn of(binder: &Binder<'_>, table: &Relation) -> Self {
        let mut projection = Self::default();
        for column in &table.columns {
            projection.add(&column.name, binder.reference(column, table.span), &column.name, false);
            projection.skip.insert(column.id);
        }
        projection
    }

    /// Adds a column under a name that nobody chose; a number keeps it apart, or it replaces the one of this name.
    pub(crate) fn add(&mut self, name: &str, expr: Expr, base: &str, replace: bool) {
        if let Some(item) = self.index.get(name).and_then(|index| self.items.get_mut(*index)).filter(|_| replace) {
            item.expr = expr;
            return;
        }
        let name = self.names.take(name, base);
        self.index.insert(name.clone(), self.items.len());
        self.items.push(Item { name, expr });
    }

    /// Adds a column under the name that the query gives it; it can be given once.
    pub(crate) fn declare(&mut self, binder: &mut Binder<'_>, name: &str, expr: Expr, place: Span, replace: bool) {
        if self.declared.contains(name) {
            binder.error(codes::DUPLICATE_COLUMN, format!("a column `{name}` is in this list already"), place);
            return;
        }
        self.add(name, expr, name, replace);
        self.declared.insert(name.to_owned());
    }

    /// Adds `*`: the visible columns of `table` that are not there yet.
    pub(crate) fn add_star(&mut self, binder: &Binder<'_>, table: &crate::scope::Tabular, span: Span) {
        for column in table.visible() {
            if !self.skip.contains(&column.id) {
                self.add(&column.name, binder.reference(column, span), &column.name, true);
            }
        }
    }

    pub(crate) fn skip(&mut self, id: ColumnId) {
        self.skip.insert(id);
    }

    /// Gives the column `old` the name `new`.
    pub(crate) fn rename(&mut self, binder: &mut Binder<'_>, old: &str, new: &Name) {
        let Some(index) = self.index.get(old).copied() else { return };
        if self.index.contains_key(&new.text) {
            let message = format!("a column `{}` is already there", new.text);
            binder.error(codes::DUPLICATE_COLUMN, message, new.span);
            return;
        }
        self.index.remove(old);
        self.index.insert(new.text.clone(), index);
        self.names.reserve(&new.text);
        if let Some(item) = self.items.get_mut(index) {
            item.name.clone_from(&new.text);
        }
    }

    /// Adds the column of one entry of a list: named, computed or passed on.
    pub(crate) fn entry(&mut self, binder: &mut Binder<'_>, syntax: &Syntax, expr: Expr, style: Style) {
        let replace = matches!(style, Style::Extend | Style::Replace);
        if let SyntaxKind::Named { names, .. } = &syntax.kind {
            match names.as_slice() {
                [name] => {
                    if let ExprKind::Column(id) = expr.kind
                        && style == Style::Summarize
                    {
                        self.skip.insert(id);
                    }
                    let passed_on = matches!(expr.kind, ExprKind::Column(_));
                    self.declare(binder, &name.text, expr, name.span, replace || passed_on);
                }
                [first, ..] => {
                    let span = names.iter().fold(first.span, |span, name| span.to(name.span));
                    binder.error(codes::NO_VALUES, "the expression has a single value for several names", span);
                }
                [] => {}
            }
            return;
        }
        if let Some(name) = passed_on(binder, syntax, &expr) {
            let place = syntax.span;
            self.declare(binder, &name, expr, place, style == Style::Replace || style == Style::Extend);
            return;
        }
        match binder.result_name(syntax) {
            Some(name) => self.add(&name, expr, &name, replace),
            None => self.add_unnamed(expr),
        }
    }

    /// Adds a column that nothing suggests a name for: `Column1`, or the next number that neither this list nor the
    /// input has.
    pub(crate) fn add_unnamed(&mut self, expr: Expr) {
        let mut number = 1;
        let mut name = format!("Column{number}");
        while self.avoided.contains(&name) || self.index.contains_key(&name) {
            number += 1;
            name = format!("Column{number}");
        }
        self.add(&name, expr, "Column", false);
    }

    /// Keeps the names `Column1`, … of the input from being given.
    pub(crate) fn avoid(&mut self, input: &Relation) {
        let numbered = input.columns.iter().filter(|column| column.name.starts_with("Column"));
        self.avoided.extend(numbered.map(|column| column.name.clone()));
    }

    /// The relation that computes the columns. A column that is passed on keeps its id the first time.
    pub(crate) fn finish(self, binder: &mut Binder<'_>, input: Relation, span: Span) -> Relation {
        let mut used = BTreeSet::new();
        let (mut columns, mut expressions) = (Vec::new(), Vec::new());
        for item in self.items {
            let column = match item.expr.kind {
                ExprKind::Column(id) if used.insert(id) => Column { id, name: item.name, ty: item.expr.ty },
                _ => binder.column_for(item.name, &item.expr),
            };
            columns.push(column);
            expressions.push(item.expr);
        }
        binder.relation(RelationKind::Project { input: Box::new(input), expressions }, columns, span)
    }

    /// Names and expressions, in order.
    pub(crate) fn into_items(self) -> impl Iterator<Item = (String, Expr)> {
        self.items.into_iter().map(|item| (item.name, item.expr))
    }
}

/// The name of the column that `syntax` only passes on, conversions to its own type included.
fn passed_on(binder: &Binder<'_>, syntax: &Syntax, expr: &Expr) -> Option<String> {
    if !matches!(expr.kind, ExprKind::Column(_)) {
        return None;
    }
    match &syntax.kind {
        SyntaxKind::Parenthesized(inner) => passed_on(binder, inner, expr),
        SyntaxKind::Name(name) if !matches!(binder.env.get(&name.text), Some(Local::Scalar(_))) => {
            Some(name.text.clone())
        }
        SyntaxKind::Path { member, .. } => passed_on(binder, member, expr),
        SyntaxKind::Call { arguments, .. } => match arguments.as_slice() {
            [argument] => passed_on(binder, argument, expr),
            _ => None,
        },
        _ => None,
    }
}

/// The text of a literal string, through parentheses.
pub(crate) fn text(expr: &Syntax) -> Option<String> {
    match &expr.kind {
        SyntaxKind::Parenthesized(inner) => text(inner),
        SyntaxKind::Literal(literal) => match literal::value(literal)? {
            Value::String(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

impl Binder<'_> {
    /// A reference to a column.
    pub(crate) fn reference(&self, column: &Column, span: Span) -> Expr {
        self.expr(ExprKind::Column(column.id), column.ty, span)
    }
}
