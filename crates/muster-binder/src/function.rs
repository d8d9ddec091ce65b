//! Functions of `let`s and of the catalog: declared once, put in place at each call.

use std::rc::Rc;

use muster_catalog::Type;
use muster_source::{Diagnostic, Span, has_errors};
use muster_syntax::{
    Expr as Syntax, ExprKind as SyntaxKind, FunctionDeclaration, Name, ParameterDeclaration, ParameterKind,
};

use crate::binder::Binder;
use crate::bound::{Column, Expr, ExprKind, Relation, RelationKind};
use crate::codes;
use crate::overload::common_type;
use crate::scope::{Env, Function, Local, Scope, Tabular};
use crate::statement::Bindable;

impl Binder<'_> {
    /// Binds a function where it is declared, on arguments that stand for any, so that its errors are told once.
    pub(crate) fn declare_function(&mut self, name: &str, declaration: &FunctionDeclaration) -> Local {
        let mut function = Function {
            name: name.to_owned(),
            declaration: declaration.clone(),
            env: self.env.clone(),
            source: None,
            tabular: false,
            column_arguments: false,
            platform: false,
        };
        match self.probe(&function) {
            Some(tabular) => {
                function.tabular = tabular;
                Local::Function(Rc::new(function))
            }
            None => Local::Broken,
        }
    }

    /// Binds the body on arguments that stand for any; whether it gives a table, `None` if it gives nothing.
    fn probe(&mut self, function: &Function) -> Option<bool> {
        let arguments = function.declaration.parameters.iter().map(|parameter| self.any_argument(parameter)).collect();
        let declaring = std::mem::replace(&mut self.declaring, true);
        let value = self.body(function, arguments, function.declaration.span);
        self.declaring = declaring;
        value.map(|value| matches!(value, Bindable::Table(_)))
    }

    fn any_argument(&mut self, parameter: &ParameterDeclaration) -> Local {
        let span = parameter.span;
        match &parameter.kind {
            ParameterKind::Scalar(ty) => match Type::from_name(&ty.text) {
                Some(ty) => {
                    let column = self.column(parameter.name.text.clone(), ty);
                    let kind = RelationKind::Datatable { rows: Vec::new() };
                    let table = self.relation(kind, vec![column], span);
                    Local::Scalar(self.expr(ExprKind::ScalarSubquery(Box::new(table)), ty, span))
                }
                None => Local::Broken,
            },
            ParameterKind::Table { columns, open } => {
                let columns: Vec<Column> = columns
                    .iter()
                    .map(|column| {
                        let ty = Type::from_name(&column.ty.text).unwrap_or(Type::Dynamic);
                        self.column(column.name.text.clone(), ty)
                    })
                    .collect();
                let relation = self.relation(RelationKind::Datatable { rows: Vec::new() }, columns, span);
                Local::Tabular(Rc::new(Tabular { broken: *open, ..Tabular::new(relation) }))
            }
        }
    }

    /// Binds the body with these arguments, in the names where it was declared.
    fn body(&mut self, function: &Function, arguments: Vec<Local>, span: Span) -> Option<Bindable> {
        if self.expanding.contains(&function.name) && function.source.is_some() {
            self.error(codes::BROKEN_FUNCTION, format!("the function `{}` calls itself", function.name), span);
            return None;
        }
        let env = std::mem::replace(&mut self.env, function.env.clone());
        let source = function.source.clone().map(|source| std::mem::replace(&mut self.source, source));
        let call_site = self.call_site;
        if function.source.is_some() && call_site.is_none() {
            self.call_site = Some(span);
        }
        let keys = std::mem::take(&mut self.keys);
        let aggregates = std::mem::take(&mut self.aggregates);
        self.expanding.push(function.name.clone());
        for (parameter, argument) in function.declaration.parameters.iter().zip(arguments) {
            self.declare(&parameter.name.text, argument, parameter.span);
        }
        let value = self.deeper(span, |binder| binder.statements(&function.declaration.body)).flatten();
        self.expanding.pop();
        self.aggregates = aggregates;
        self.keys = keys;
        self.call_site = call_site;
        if let Some(source) = source {
            self.source = source;
        }
        self.env = env;
        value
    }

    /// The saved function called `name`, read when it is first used.
    pub(crate) fn saved_function(&mut self, name: &str) -> Option<Rc<Function>> {
        if let Some(known) = self.saved.get(name) {
            return known.clone();
        }
        let saved = self.catalog.user_function(name)?;
        let parsed = muster_syntax::parse_function(&saved.source);
        // Whoever calls it while it is read calls it from itself.
        self.saved.insert(name.to_owned(), None);
        let mut function = Function {
            name: name.to_owned(),
            declaration: parsed.function,
            env: Env::default(),
            source: Some(saved.source.clone()),
            tabular: true,
            column_arguments: saved.column_arguments,
            platform: saved.platform,
        };
        let broken = has_errors(&parsed.diagnostics);
        self.diagnostics.extend(parsed.diagnostics);
        if !broken && let Some(tabular) = self.probe(&function) {
            function.tabular = tabular;
        }
        let function = Some(Rc::new(function));
        self.saved.insert(name.to_owned(), function.clone());
        function
    }

    pub(crate) fn call_user_scalar(
        &mut self,
        function: &Rc<Function>,
        name: &Name,
        arguments: &[Syntax],
        span: Span,
        scope: Scope<'_>,
    ) -> Expr {
        let Some(arguments) = self.user_arguments(function, name, arguments, None, scope) else {
            return self.broken(span);
        };
        match self.expand(function, arguments, span) {
            Some(Bindable::Scalar(mut value)) => {
                value.span = self.place(span);
                value
            }
            Some(Bindable::Table(_)) => {
                self.table_as_scalar(span);
                self.broken(span)
            }
            None => self.broken(span),
        }
    }

    pub(crate) fn call_user_table(
        &mut self,
        function: &Rc<Function>,
        name: &Name,
        arguments: &[Syntax],
        piped: Option<Tabular>,
        span: Span,
    ) -> Tabular {
        let input = piped.as_ref().filter(|_| function.platform).cloned();
        let Some(locals) = self.user_arguments(function, name, arguments, piped, Scope::default()) else {
            return self.broken_table(span);
        };
        let scalars: Vec<Expr> = locals
            .iter()
            .filter_map(|local| match local {
                Local::Scalar(expr) => Some(expr.clone()),
                Local::Tabular(_) | Local::Function(_) | Local::Pattern(_) | Local::Broken => None,
            })
            .collect();
        match self.expand(function, locals, span) {
            Some(Bindable::Table(table)) if function.platform => {
                self.platform_table(function, input, scalars, &table, span)
            }
            Some(Bindable::Table(table)) => table,
            Some(Bindable::Scalar(value)) => {
                if !self.is_unknown(&value) {
                    let message = format!("`{}` gives a `{}`, a table is needed", name.text, value.ty);
                    self.error(codes::TABLE_EXPECTED, message, span);
                }
                self.broken_table(span)
            }
            None => self.broken_table(span),
        }
    }

    /// Rows of a platform's function: what its body computes only says which columns there are.
    fn platform_table(
        &mut self,
        function: &Function,
        input: Option<Tabular>,
        arguments: Vec<Expr>,
        table: &Tabular,
        span: Span,
    ) -> Tabular {
        let columns = table.relation.columns.clone();
        let relation = |binder: &Self, input: Option<Relation>| {
            let kind =
                RelationKind::Platform { function: function.name.clone(), input: input.map(Box::new), arguments };
            binder.relation(kind, columns, span)
        };
        match input {
            Some(mut input) => {
                let relation = relation(self, Some(input.take_relation()));
                input.with(relation)
            }
            None => Tabular::new(relation(self, None)),
        }
    }

    /// Binds the body with these arguments. Its faults were told where it is declared; what these arguments add is told
    /// at the call.
    fn expand(&mut self, function: &Rc<Function>, arguments: Vec<Local>, span: Span) -> Option<Bindable> {
        let before = self.diagnostics.len();
        let already = has_errors(&self.diagnostics);
        let value = self.body(function, arguments, span);
        let inner = self.diagnostics.split_off(before.min(self.diagnostics.len()));
        let first = inner.iter().find(|diagnostic| diagnostic.is_error());
        if let Some(first) = first
            && !already
        {
            let error = self.call_fault(function, first, span);
            self.report(error);
        }
        let warnings = inner.into_iter().filter(|diagnostic| !diagnostic.is_error());
        self.diagnostics.extend(warnings);
        value
    }

    fn call_fault(&self, function: &Function, inner: &Diagnostic, span: Span) -> Diagnostic {
        if inner.code == codes::TOO_LARGE {
            return inner.clone();
        }
        let message =
            format!("the function `{}` cannot be used with these arguments: {}", function.name, inner.message);
        let mut error = self.fault(codes::BROKEN_FUNCTION, message, span);
        if let Some(label) = inner.labels.first() {
            error = error.at(&label.source, label.span, "here");
        }
        error
    }

    /// Arguments in the order of the parameters; the table before the pipe is the first one.
    fn user_arguments(
        &mut self,
        function: &Rc<Function>,
        name: &Name,
        arguments: &[Syntax],
        piped: Option<Tabular>,
        scope: Scope<'_>,
    ) -> Option<Vec<Local>> {
        let parameters = &function.declaration.parameters;
        let mut given: Vec<Option<Local>> = parameters.iter().map(|_| None).collect();
        let mut next = 0;
        if let Some(table) = piped {
            match parameters.first().map(|parameter| &parameter.kind) {
                Some(ParameterKind::Table { columns, .. }) => {
                    self.check_columns(columns, &table, name.span);
                    if let Some(slot) = given.first_mut() {
                        *slot = Some(Local::Tabular(Rc::new(table)));
                    }
                    next = 1;
                }
                Some(ParameterKind::Scalar(_)) | None => {
                    let message = format!("the first parameter of `{}` is no table", name.text);
                    self.error(codes::TABLE_EXPECTED, message, name.span);
                    return None;
                }
            }
        }
        let required = parameters.iter().filter(|parameter| parameter.default.is_none()).count();
        let total = next + arguments.len();
        if total > parameters.len() || (total < required && !arguments.iter().any(is_named)) {
            self.wrong_user_count(name, required, parameters.len());
            return None;
        }
        for argument in arguments {
            let (index, value) = match &argument.kind {
                SyntaxKind::Named { names, value } if names.len() == 1 => {
                    let wanted = names.first()?;
                    let Some(index) = parameters.iter().position(|parameter| parameter.name.text == wanted.text) else {
                        let message = format!("`{}` has no parameter `{}`", name.text, wanted.text);
                        self.error(codes::UNKNOWN_ARGUMENT, message, wanted.span);
                        return None;
                    };
                    (index, &**value)
                }
                _ => (next, argument),
            };
            next = index + 1;
            let parameter = parameters.get(index)?;
            let local = self.user_argument(function, parameter, value, scope);
            if let Some(slot) = given.get_mut(index) {
                *slot = Some(local);
            }
        }
        let mut locals = Vec::with_capacity(parameters.len());
        for (parameter, local) in parameters.iter().zip(given) {
            locals.push(match (local, &parameter.default) {
                (Some(local), _) => local,
                (None, Some(default)) => {
                    let source = function.source.clone().map(|source| std::mem::replace(&mut self.source, source));
                    let value = self.scalar(default, Scope::default());
                    if let Some(source) = source {
                        self.source = source;
                    }
                    self.as_parameter(parameter, value)
                }
                (None, None) => {
                    let message = format!("the parameter `{}` of `{}` has no argument", parameter.name.text, name.text);
                    self.error(codes::MISSING_ARGUMENT, message, name.span);
                    return None;
                }
            });
        }
        Some(locals)
    }

    fn wrong_user_count(&mut self, name: &Name, required: usize, total: usize) {
        let error = if required == total {
            let noun = if total == 1 { "argument" } else { "arguments" };
            self.fault(codes::ARGUMENT_COUNT, format!("`{}` takes {total} {noun}", name.text), name.span)
        } else {
            let message = format!("`{}` takes from {required} to {total} arguments", name.text);
            self.fault(codes::ARGUMENT_COUNT_RANGE, message, name.span)
        };
        self.report(error);
    }

    fn user_argument(
        &mut self,
        function: &Function,
        parameter: &ParameterDeclaration,
        value: &Syntax,
        scope: Scope<'_>,
    ) -> Local {
        match &parameter.kind {
            ParameterKind::Table { columns, .. } => {
                let table = self.tabular(value);
                self.check_columns(columns, &table, value.span);
                Local::Tabular(Rc::new(table))
            }
            ParameterKind::Scalar(_) => {
                let value = match &value.kind {
                    SyntaxKind::Name(name) if function.column_arguments && self.env.get(&name.text).is_none() => {
                        self.literal(muster_catalog::Value::String(name.text.clone()), value.span)
                    }
                    _ => self.scalar(value, scope),
                };
                self.as_parameter(parameter, value)
            }
        }
    }

    fn as_parameter(&mut self, parameter: &ParameterDeclaration, value: Expr) -> Local {
        let ParameterKind::Scalar(ty) = &parameter.kind else { return Local::Broken };
        let Some(ty) = Type::from_name(&ty.text) else { return Local::Broken };
        if matches!(value.kind, ExprKind::Column(crate::binder::BROKEN)) {
            return Local::Broken;
        }
        let fits =
            value.ty == Type::Dynamic || ty == Type::Dynamic || common_type([value.ty, ty].into_iter()) == Some(ty);
        // The one narrowing that Microsoft's own library of functions relies on.
        let fits = fits || (value.ty == Type::Long && ty == Type::Int);
        if !fits {
            let what = format!("a `{}` as the `{ty}` parameter `{}`", value.ty, parameter.name.text);
            return Local::Scalar(Expr { kind: ExprKind::Unsupported { what }, ty, span: value.span });
        }
        Local::Scalar(self.convert(value, ty))
    }

    fn check_columns(&mut self, columns: &[muster_syntax::ColumnDeclaration], table: &Tabular, span: Span) {
        if table.broken || table.open.is_some() {
            return;
        }
        let missing = columns.iter().find(|wanted| table.find(&wanted.name.text).is_none());
        if let Some(missing) = missing {
            let message = format!("the table has no column `{}`, which the function needs", missing.name.text);
            self.error(codes::MISSING_COLUMNS, message, span);
        }
    }
}

fn is_named(argument: &Syntax) -> bool {
    matches!(argument.kind, SyntaxKind::Named { .. })
}
