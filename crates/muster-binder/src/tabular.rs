//! Tabular expressions: tables, `let`s, calls, pipes.

use muster_catalog::Table;
use muster_source::{Span, nearest};
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Relation, RelationKind};
use crate::scope::{Local, Scope, Tabular};
use crate::{codes, special};

impl Binder<'_> {
    /// Whether `expr` gives a table: a name of one, a pipe, a call of something that gives one.
    pub(crate) fn is_tabular(&mut self, expr: &Syntax, scope: Scope<'_>) -> bool {
        if self.pattern_call(expr).is_some() {
            return true;
        }
        match &expr.kind {
            SyntaxKind::Pipe { .. } | SyntaxKind::Head(_) => true,
            SyntaxKind::Parenthesized(inner) => self.is_tabular(inner, scope),
            SyntaxKind::Name(name) => {
                let column =
                    [scope.row, scope.right].into_iter().flatten().any(|table| table.find(&name.text).is_some());
                if column {
                    return false;
                }
                match self.env.get(&name.text) {
                    Some(Local::Tabular(_)) => true,
                    Some(Local::Function(function)) => function.tabular,
                    Some(Local::Scalar(_) | Local::Pattern(_) | Local::Broken) => false,
                    None => {
                        self.catalog.table(&name.text).is_some()
                            || self.saved_function(&name.text).is_some_and(|function| function.tabular)
                    }
                }
            }
            SyntaxKind::Call { name, arguments } => {
                if let Some(local) = self.env.get(&name.text) {
                    return matches!(local, Local::Function(function) if function.tabular);
                }
                if name.text == "materialize" {
                    return arguments.first().is_some_and(|argument| self.is_tabular(argument, scope));
                }
                special::is_tabular_form(&name.text)
                    || (!special::is_known(&name.text)
                        && self.catalog.function(&name.text, muster_catalog::Kind::Scalar).is_none()
                        && self.saved_function(&name.text).is_some_and(|function| function.tabular))
            }
            SyntaxKind::Path { object, .. } => self.is_remote(object),
            _ => false,
        }
    }

    /// A name, in parentheses perhaps, that nothing has.
    pub(crate) fn is_lone_name(&self, expr: &Syntax) -> bool {
        match &expr.kind {
            SyntaxKind::Parenthesized(inner) => self.is_lone_name(inner),
            SyntaxKind::Name(name) => self.env.get(&name.text).is_none(),
            _ => false,
        }
    }

    /// Whether `object` names another cluster, database or workspace.
    pub(crate) fn is_remote(&self, object: &Syntax) -> bool {
        match &object.kind {
            SyntaxKind::Call { name, .. } => {
                matches!(name.text.as_str(), "cluster" | "database" | "workspace" | "app" | "resource" | "adx" | "arg")
                    && self.env.get(&name.text).is_none()
            }
            SyntaxKind::Path { object, .. } => self.is_remote(object),
            _ => false,
        }
    }

    /// Binds a tabular expression.
    pub(crate) fn tabular(&mut self, expr: &Syntax) -> Tabular {
        self.deeper(expr.span, |binder| binder.tabular_here(expr)).unwrap_or_else(|| self.broken_table(expr.span))
    }

    fn tabular_here(&mut self, expr: &Syntax) -> Tabular {
        let span = expr.span;
        if let Some(call) = self.pattern_call(expr) {
            return self.pattern_table(&call, span);
        }
        match &expr.kind {
            SyntaxKind::Missing => self.broken_table(span),
            SyntaxKind::Parenthesized(inner) => self.tabular(inner),
            SyntaxKind::Pipe { source, operators } => {
                let mut table = self.tabular(source);
                for operator in operators {
                    let next = self.deeper(operator.span, |binder| binder.operator(operator, Some(table)));
                    table = match next {
                        Some(next) => next,
                        None => return self.broken_table(span),
                    };
                }
                table
            }
            SyntaxKind::Head(operator) => self.operator(operator, None),
            SyntaxKind::Name(name) => self.table_name(name),
            SyntaxKind::Call { name, arguments } => self.tabular_call(name, arguments, span),
            SyntaxKind::Path { object, .. } if self.is_remote(object) => {
                let error = self
                    .fault(codes::OTHER_DATABASE, "data of another cluster, database or workspace cannot be read", span)
                    .help("name the table alone; a scenario has one database");
                self.report(error);
                self.broken_table(span)
            }
            SyntaxKind::Block(statements) => {
                let env = self.env.clone();
                let value = self.statements(statements);
                self.env = env;
                match value {
                    Some(crate::statement::Bindable::Table(table)) => table,
                    _ => self.broken_table(span),
                }
            }
            SyntaxKind::Named { value, .. } => self.tabular(value),
            _ => {
                let value = self.scalar(expr, Scope::default());
                if !self.is_unknown(&value) {
                    self.table_needed(value.ty, span);
                }
                self.broken_table(span)
            }
        }
    }

    fn table_needed(&mut self, ty: muster_catalog::Type, span: Span) {
        self.error(codes::TABLE_EXPECTED, format!("a table is needed here, this is a `{ty}`"), span);
    }

    fn table_name(&mut self, name: &Name) -> Tabular {
        let span = name.span;
        match self.env.get(&name.text).cloned() {
            Some(Local::Tabular(table)) => return self.copy_table(&table, span),
            Some(Local::Function(function)) => return self.call_user_table(&function, name, &[], None, span),
            Some(Local::Pattern(_)) => {
                self.error(codes::ARGUMENTS_REQUIRED, format!("the pattern `{}` is not called", name.text), span);
                return self.broken_table(span);
            }
            Some(Local::Broken) => return self.broken_table(span),
            Some(Local::Scalar(value)) => {
                if !self.is_unknown(&value) {
                    self.table_needed(value.ty, span);
                }
                return self.broken_table(span);
            }
            None => {}
        }
        if let Some(function) = self.saved_function(&name.text) {
            return self.call_user_table(&function, name, &[], None, span);
        }
        self.catalog_table(name)
    }

    /// The table of the catalog called `name`.
    pub(crate) fn catalog_table(&mut self, name: &Name) -> Tabular {
        if let Some(table) = self.catalog.table(&name.text) {
            return self.table(table, name.span);
        }
        if !name.text.is_empty() {
            let mut error = self.fault(codes::UNKNOWN_TABLE, format!("there is no table `{}`", name.text), name.span);
            let names = self.env.iter().filter(|(_, local)| matches!(local, Local::Tabular(_))).map(|(name, _)| name);
            let near = nearest(&name.text, names.chain(self.catalog.table_names())).map(str::to_owned);
            error = match near {
                Some(near) => error.help(format!("did you mean `{near}`?")).fix(name.span, near),
                None => error.help("a pack adds tables of its own in its `schemas` folder"),
            };
            self.report(error);
        }
        self.broken_table(name.span)
    }

    /// Rows of `table`, with ids of their own. Hidden columns come along where the text names them.
    pub(crate) fn table(&mut self, table: &Table, span: Span) -> Tabular {
        let (mut columns, mut sources, mut hidden) = (Vec::new(), Vec::new(), std::collections::BTreeSet::new());
        for known in &table.columns {
            if known.hidden && !self.source.text().contains(&known.name) {
                continue;
            }
            let column = self.column(known.name.clone(), known.ty);
            if known.hidden {
                hidden.insert(column.id);
            }
            columns.push(column);
            sources.push(known.name.clone());
        }
        let place = table.open.then(|| self.open_place(span));
        if let Some(place) = &place {
            self.open_tables.insert(place.clone(), table.name.clone());
            for name in self.inferred.get(place).cloned().unwrap_or_default() {
                let typed = self.typed.get(&(place.clone(), name.clone())).copied();
                let column = self.column(name.clone(), typed.unwrap_or(muster_catalog::Type::Dynamic));
                if typed.is_none() {
                    self.unknown.insert(column.id);
                }
                columns.push(column);
                sources.push(name);
            }
        }
        self.charge(columns.len(), span);
        let kind = RelationKind::Table { name: table.name.clone(), sources };
        let relation = self.relation(kind, columns, span);
        Tabular { hidden, open: place, name: Some(table.name.clone()), ..Tabular::new(relation) }
    }

    pub(crate) fn tabular_call(&mut self, name: &Name, arguments: &[Syntax], span: Span) -> Tabular {
        match self.env.get(&name.text).cloned() {
            Some(Local::Function(function)) => return self.call_user_table(&function, name, arguments, None, span),
            Some(Local::Broken) => return self.broken_table(span),
            Some(Local::Scalar(_) | Local::Tabular(_) | Local::Pattern(_)) | None => {}
        }
        if let Some(form) = special::tabular_form(&name.text) {
            return form(self, name, arguments, span);
        }
        let scalar = self.catalog.function(&name.text, muster_catalog::Kind::Scalar).is_some();
        if let Some(function) = self.saved_function(&name.text).filter(|_| !scalar) {
            return self.call_user_table(&function, name, arguments, None, span);
        }
        if scalar || special::is_known(&name.text) {
            let value = self.call(name, arguments, span, Scope::default());
            if !self.is_unknown(&value) {
                self.table_needed(value.ty, span);
            }
        } else {
            self.unknown_function(name, Scope::default());
        }
        self.broken_table(span)
    }

    /// `table` without its hidden columns.
    pub(crate) fn shown(&mut self, table: Tabular) -> Relation {
        if table.hidden.is_empty() {
            return table.relation;
        }
        let columns: Vec<_> = table.visible().cloned().collect();
        if columns.len() == table.relation.columns.len() {
            return table.relation;
        }
        let span = table.relation.span;
        let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
        let kind = RelationKind::Project { input: Box::new(table.relation), expressions };
        Relation { kind, columns, span }
    }
}
