//! Calls of functions and aggregates.

use muster_catalog::{Function, Kind, Type};
use muster_source::{Span, nearest};
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{AggregateCall, Expr, ExprKind};
use crate::overload::{self, Misfit};
use crate::scope::{Local, Scope};
use crate::{codes, special};

impl Binder<'_> {
    pub(crate) fn call(&mut self, name: &Name, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Expr {
        match self.env.get(&name.text).cloned() {
            Some(Local::Function(function)) => {
                if function.tabular {
                    self.tabular_call(name, arguments, span);
                    self.table_as_scalar(span);
                    return self.broken(span);
                }
                return self.call_user_scalar(&function, name, arguments, span, scope);
            }
            Some(Local::Broken) => return self.broken(span),
            Some(Local::Pattern(_)) => {
                self.table_as_scalar(span);
                return self.broken(span);
            }
            Some(Local::Scalar(_) | Local::Tabular(_)) | None => {}
        }
        if let Some(form) = special::scalar_form(&name.text) {
            return form(self, name, arguments, span, scope);
        }
        if scope.aggregating
            && let Some(function) = self.catalog.function(&name.text, Kind::Aggregate)
        {
            let outputs = self.aggregate(function, name, arguments, span, scope);
            return outputs.into_iter().next().map_or_else(|| self.broken(span), |(_, expr)| expr);
        }
        if let Some(function) = self.catalog.function(&name.text, Kind::Scalar)
            && !special::is_partial(&name.text, arguments.len())
        {
            if let Some((to, rest)) = target_type(&name.text, arguments) {
                let text = self.call_scalar(function, name, rest, span, scope);
                return if self.is_unknown(&text) { text } else { self.convert(text, to) };
            }
            return self.call_scalar(function, name, arguments, span, scope);
        }
        if let Some(expr) = self.call_unimplemented(name, arguments, span, scope) {
            return expr;
        }
        if let Some(function) = self.saved_function(&name.text) {
            if function.tabular {
                self.table_as_scalar(span);
                return self.broken(span);
            }
            return self.call_user_scalar(&function, name, arguments, span, scope);
        }
        self.unknown_function(name, scope);
        for argument in arguments {
            if !matches!(argument.kind, SyntaxKind::Star) && !self.is_tabular(argument, scope) {
                self.scalar(argument, scope);
            }
        }
        self.broken(span)
    }

    pub(crate) fn unknown_function(&mut self, name: &Name, scope: Scope<'_>) {
        let text = &name.text;
        if self.catalog.function(text, Kind::Aggregate).is_some() {
            let error = self
                .fault(
                    codes::AGGREGATE_NOT_ALLOWED,
                    format!("the aggregate `{text}` stands outside of `summarize`"),
                    name.span,
                )
                .help("compute it with `summarize`, and filter its result with a `where` after it");
            self.report(error);
            return;
        }
        if special::plugin(text) {
            let error = self
                .fault(
                    codes::PLUGIN_NOT_ALLOWED,
                    format!("the plugin `{text}` stands outside of `evaluate`"),
                    name.span,
                )
                .help(format!("write `| evaluate {text}(…)`"));
            self.report(error);
            return;
        }
        let mut error = self.fault(codes::UNKNOWN_FUNCTION, format!("there is no function `{text}`"), name.span);
        let mut names: Vec<&str> = self.catalog.function_names(Kind::Scalar).collect();
        names.retain(|name| name.starts_with(char::is_alphabetic));
        if scope.aggregating {
            names.extend(self.catalog.function_names(Kind::Aggregate));
        }
        names.extend(special::names().map(|name| -> &str { name }));
        names.extend(self.catalog.user_function_names());
        names.extend(self.env.names());
        if let Some(near) = nearest(text, names) {
            error = error.help(format!("did you mean `{near}`?")).fix(name.span, near);
        }
        self.report(error);
    }

    /// Binds the arguments of a call, names of parameters left aside.
    pub(crate) fn arguments(&mut self, arguments: &[Syntax], scope: Scope<'_>) -> Vec<Expr> {
        arguments.iter().map(|argument| self.scalar(argument, scope)).collect()
    }

    /// Binds a call of a function of the catalog.
    pub(crate) fn call_scalar(
        &mut self,
        function: &Function,
        name: &Name,
        arguments: &[Syntax],
        span: Span,
        scope: Scope<'_>,
    ) -> Expr {
        let bound = self.arguments(arguments, scope);
        if let [only] = bound.as_slice()
            && special::is_conversion_to(&name.text, only.ty)
            && !self.is_unknown(only)
        {
            return only.clone();
        }
        match self.settle(function, name, arguments, bound) {
            Some(settled) => {
                let kind = ExprKind::Call {
                    function: function.name.clone(),
                    overload: settled.overload,
                    arguments: settled.arguments,
                };
                let expr = self.expr(kind, settled.ty, span);
                if settled.unknown { self.undetermined(span) } else { expr }
            }
            None => self.broken(span),
        }
    }

    /// Chooses the overload and converts the arguments; complains where none fits.
    pub(crate) fn settle(
        &mut self,
        function: &Function,
        name: &Name,
        syntax: &[Syntax],
        bound: Vec<Expr>,
    ) -> Option<Settled> {
        let types: Vec<Type> = bound.iter().map(|argument| argument.ty).collect();
        let unknown: Vec<bool> = bound.iter().map(|argument| self.is_unknown(argument)).collect();
        let choice = overload::choose(&function.overloads, &types);
        if let Some(choice) = choice {
            let signature = function.overloads.get(choice.index)?;
            let follows =
                overload::follows(signature, |index| unknown.get(index).copied().unwrap_or(false), types.len());
            for (index, argument) in bound.iter().enumerate() {
                let constant = signature.parameter_for(index).is_some_and(|parameter| parameter.constant);
                if constant && !is_constant(argument) && !unknown.get(index).copied().unwrap_or(false) {
                    let place = syntax.get(index).map_or(name.span, |argument| argument.span);
                    self.error(codes::CONSTANT_EXPECTED, "a constant is needed here", place);
                }
            }
            let arguments = bound
                .into_iter()
                .zip(&choice.types)
                .map(|(argument, ty)| match ty {
                    Some(ty) => self.convert(argument, *ty),
                    None => argument,
                })
                .collect();
            return Some(Settled { overload: choice.index, arguments, ty: choice.returns, unknown: follows });
        }
        match overload::misfit(&function.overloads, &types) {
            Misfit::Count { min, max } => self.wrong_count(name, min, max, function),
            // What is not known may fit.
            _ if unknown.contains(&true) => {
                let ty = function.overloads.first().map_or(Type::Dynamic, |s| match s.returns {
                    muster_catalog::Returns::One(ty) => ty,
                    _ => Type::Dynamic,
                });
                return Some(Settled { overload: 0, arguments: bound, ty, unknown: ty == Type::Dynamic });
            }
            Misfit::Type { argument, parameter } => {
                let place = syntax.get(argument).map_or(name.span, |argument| argument.span);
                let ty = types.get(argument).copied().unwrap_or(Type::Dynamic);
                self.wrong_argument(&parameter, ty, place);
            }
            Misfit::NoOverload => {
                let types: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
                let message = format!("`{}` does not take ({})", name.text, types.join(", "));
                self.error(codes::NO_OVERLOAD, message, name.span);
            }
        }
        None
    }

    pub(crate) fn wrong_count(&mut self, name: &Name, min: usize, max: Option<usize>, function: &Function) {
        let text = &name.text;
        let plain = function.overloads.iter().all(|s| s.parameters.iter().all(|p| !p.optional && !p.repeated));
        let (code, message) = match max {
            Some(max) if min == max || (plain && function.overloads.len() == 1) => {
                let noun = if max == 1 { "argument" } else { "arguments" };
                (codes::ARGUMENT_COUNT, format!("`{text}` takes {max} {noun}"))
            }
            Some(max) => (codes::ARGUMENT_COUNT_RANGE, format!("`{text}` takes from {min} to {max} arguments")),
            None => (codes::ARGUMENT_COUNT_RANGE, format!("`{text}` takes at least {min} arguments")),
        };
        let mut error = self.fault(code, message, name.span);
        if let Some(signature) = function.overloads.first() {
            let parameters: Vec<&str> = signature.parameters.iter().map(|p| p.name.as_str()).collect();
            error = error.help(format!("`{text}({})`", parameters.join(", ")));
        }
        self.report(error);
    }

    /// Binds a call of an aggregate. Gives its results with the names that they have where the query gives none; an
    /// empty name stands for none.
    pub(crate) fn aggregate(
        &mut self,
        function: &Function,
        name: &Name,
        arguments: &[Syntax],
        span: Span,
        scope: Scope<'_>,
    ) -> Vec<(String, Expr)> {
        let inner = Scope { aggregating: false, ..scope };
        if let Some(form) = special::aggregate_form(&name.text) {
            return form(self, function, name, arguments, span, inner);
        }
        let bound = self.arguments(arguments, inner);
        let Some(settled) = self.settle(function, name, arguments, bound) else { return Vec::new() };
        let output = self.column(name.text.clone(), settled.ty);
        if settled.unknown {
            self.unknown.insert(output.id);
        }
        let expr = self.reference(&output, span);
        let call = AggregateCall {
            function: function.name.clone(),
            overload: settled.overload,
            arguments: settled.arguments,
            outputs: vec![output],
            span: self.place(span),
        };
        self.aggregates.push(call);
        vec![(String::new(), expr)]
    }
}

/// `typeof(…)` as the last argument of the functions that extract a text: what the text is converted to.
fn target_type<'s>(name: &str, arguments: &'s [Syntax]) -> Option<(Type, &'s [Syntax])> {
    let (last, rest) = arguments.split_last()?;
    match &last.kind {
        SyntaxKind::TypeOf(names) if matches!(name, "extract" | "extract_json" | "extractjson") => {
            Some((Type::from_name(&names.first()?.text)?, rest))
        }
        _ => None,
    }
}

/// A call whose overload is chosen.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) overload: usize,
    pub(crate) arguments: Vec<Expr>,
    pub(crate) ty: Type,
    /// The result has the type of an argument that is not known.
    pub(crate) unknown: bool,
}

/// Whether the value is the same for every row.
pub(crate) fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) | ExprKind::Now | ExprKind::ScalarSubquery(_) => true,
        ExprKind::Column(_) | ExprKind::Unsupported { .. } => false,
        ExprKind::Call { arguments, .. } => arguments.iter().all(is_constant),
        ExprKind::Conditional { branches, otherwise } => {
            branches.iter().all(|(condition, value)| is_constant(condition) && is_constant(value))
                && is_constant(otherwise)
        }
        ExprKind::InList { value, items, .. } => is_constant(value) && items.iter().all(is_constant),
        ExprKind::InTable { value, .. } => is_constant(value),
        ExprKind::Element { object, index } => is_constant(object) && is_constant(index),
    }
}
