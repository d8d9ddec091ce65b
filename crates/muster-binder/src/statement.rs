//! Statements: `let`s introduce names, the last expression is the result.

use std::collections::BTreeSet;
use std::rc::Rc;

use muster_catalog::{Type, Value};
use muster_source::{Diagnostic, Span};
use muster_syntax::{Let, LetValue, ParameterDeclaration, ParameterKind, Statement};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::{Local, Scope, Tabular};

/// What an expression statement gives.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub(crate) enum Bindable {
    Scalar(Expr),
    Table(Tabular),
}

impl Binder<'_> {
    /// Binds statements in order and gives what the last expression among them gives.
    pub(crate) fn statements(&mut self, statements: &[Statement]) -> Option<Bindable> {
        let mut result = None;
        let mut given: Option<Span> = None;
        let mut declared = BTreeSet::new();
        for statement in statements {
            match statement {
                Statement::Let(binding) => self.bind_let(binding, &mut declared),
                Statement::Expression(expr) => {
                    if let Some(earlier) = given.replace(expr.span) {
                        self.several_results(earlier);
                    }
                    result = Some(if self.is_tabular(expr, Scope::default()) {
                        Bindable::Table(self.tabular(expr))
                    } else if self.expanding.is_empty() && !self.declaring && self.is_lone_name(expr) {
                        // A name that nothing has is meant as a table.
                        Bindable::Table(self.tabular(expr))
                    } else {
                        Bindable::Scalar(self.scalar(expr, Scope::default()))
                    });
                }
                Statement::Set(option) => {
                    // Most options limit or trace a query; this one changes what it means.
                    if option.name.text == "query_now" {
                        self.error(codes::NOT_SUPPORTED, "`set query_now` is not supported", option.span);
                    }
                }
                Statement::QueryParameters(parameters, _) => {
                    for parameter in parameters {
                        self.query_parameter(parameter);
                    }
                }
                Statement::Pattern(pattern) => self.declare_pattern(pattern),
                Statement::Restrict(_, span) => {
                    self.error(codes::NOT_SUPPORTED, "`restrict access` is not supported", *span);
                }
                Statement::Alias(_, _, span) => {
                    self.error(codes::OTHER_DATABASE, "`alias database` is not supported", *span);
                }
            }
        }
        result
    }

    /// Kusto gives the results of all queries of a text; what follows is asked of one.
    fn several_results(&mut self, earlier: Span) {
        if !self.expanding.is_empty() || self.declaring {
            return;
        }
        let message = "the text has several queries, and only the last gives the result";
        let warning = Diagnostic::warning(codes::SEVERAL_RESULTS, message, &self.source, earlier);
        self.report(
            warning
                .label("its rows are dropped")
                .help("put each query in a file of its own, or join them with `union`"),
        );
    }

    fn bind_let(&mut self, binding: &Let, declared: &mut BTreeSet<String>) {
        let name = &binding.name;
        if !declared.insert(name.text.clone()) {
            let message = format!("a variable `{}` is declared already", name.text);
            self.error(codes::ALREADY_DECLARED, message, name.span);
        }
        let local = match &binding.value {
            LetValue::Function(function) => self.declare_function(&name.text, function),
            LetValue::Expression(expr) if self.is_tabular(expr, Scope::default()) => {
                let mut table = self.tabular(expr);
                table.name = None;
                Local::Tabular(Rc::new(table))
            }
            LetValue::Expression(expr) => {
                let value = self.scalar(expr, Scope::default());
                match value.kind {
                    ExprKind::Column(_) => Local::Broken,
                    _ => Local::Scalar(value),
                }
            }
        };
        self.declare(&name.text, local, name.span);
    }

    fn query_parameter(&mut self, parameter: &ParameterDeclaration) {
        let local = match (&parameter.kind, &parameter.default) {
            (ParameterKind::Scalar(ty), Some(default)) => {
                let value = self.scalar(default, Scope::default());
                match Type::from_name(&ty.text) {
                    Some(ty) => Local::Scalar(self.convert(value, ty)),
                    None => Local::Broken,
                }
            }
            (ParameterKind::Scalar(ty), None) => {
                let ty = Type::from_name(&ty.text).unwrap_or(Type::Dynamic);
                let what = format!("query parameter `{}`, which has no value,", parameter.name.text);
                Local::Scalar(self.unsupported_expr(&what, ty, parameter.span))
            }
            (ParameterKind::Table { .. }, _) => Local::Broken,
        };
        self.declare(&parameter.name.text, local, parameter.name.span);
    }

    /// The value of a literal, or of a name that stands for one.
    pub(crate) fn constant(expr: &Expr) -> Option<Value> {
        match &expr.kind {
            ExprKind::Literal(value) => Some(value.clone()),
            _ => None,
        }
    }
}
