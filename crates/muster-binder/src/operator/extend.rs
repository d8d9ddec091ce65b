//! `extend`, and `serialize` with columns

use muster_catalog::{Kind, Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::naming::{Projection, Style};
use crate::scope::{Scope, Tabular};
use crate::{codes, special};

impl Binder<'_> {
    pub(super) fn extend(&mut self, columns: &[Syntax], mut input: Tabular, span: Span) -> Tabular {
        if columns.is_empty() {
            return input;
        }
        let mut projection = Projection::of(self, &input.relation);
        for column in columns {
            self.projected(&mut projection, column, &input, Style::Extend);
        }
        let rows = self.windowed(input.take_relation());
        let relation = projection.finish(self, rows, span);
        input.with(relation)
    }

    /// Adds what one entry of a list computes: a column, or those of a function with several results.
    pub(super) fn projected(&mut self, projection: &mut Projection, entry: &Syntax, input: &Tabular, style: Style) {
        if self.tuple(projection, entry, input, style) {
            return;
        }
        match &entry.kind {
            SyntaxKind::Star => projection.add_star(self, input, entry.span),
            SyntaxKind::Name(name) if name.text.contains('*') && !name.quoted => self.pattern(name, input),
            _ => {
                let expr = self.scalar(entry, Scope::row(input));
                if !self.sorted_arrays(projection, entry, &expr, style) {
                    projection.entry(self, entry, expr, style);
                }
            }
        }
    }

    fn pattern(&mut self, name: &Name, input: &Tabular) {
        if self.matching(name, input).is_some() {
            self.error(codes::SEVERAL_COLUMNS, "one column is needed here", name.span);
        }
    }

    /// `array_sort_asc(a, b)`: the function's value is an array of the sorted arrays, which become a column each.
    pub(super) fn sorted_arrays(
        &mut self,
        projection: &mut Projection,
        entry: &Syntax,
        expr: &Expr,
        style: Style,
    ) -> bool {
        let (names, value): (&[Name], &Syntax) = match &entry.kind {
            SyntaxKind::Named { names, value } => (names, value),
            _ => (&[], entry),
        };
        let SyntaxKind::Call { arguments: written, .. } = &value.kind else { return false };
        let ExprKind::Call { function, arguments, .. } = &expr.kind else { return false };
        let arrays = arguments.iter().filter(|a| a.ty == Type::Dynamic).count();
        if !matches!(function.as_str(), "array_sort_asc" | "array_sort_desc") || arrays < 2 {
            return false;
        }
        for (index, argument) in written.iter().enumerate().take(arrays) {
            let place = Expr { kind: ExprKind::Literal(Value::Long(index as i64)), ty: Type::Long, span: expr.span };
            let kind = ExprKind::Element { object: Box::new(expr.clone()), index: Box::new(place) };
            let element = Expr { kind, ty: Type::Dynamic, span: expr.span };
            match names.get(index) {
                Some(name) => projection.declare(self, &name.text, element, name.span, style != Style::Project),
                None => {
                    let name = format!("{}_sorted", self.result_name(argument).unwrap_or_default());
                    projection.add(&name, element, &name, false);
                }
            }
        }
        true
    }

    /// `(a, b) = f(x)` and `f(x)` where `f` has several results.
    fn tuple(&mut self, projection: &mut Projection, entry: &Syntax, input: &Tabular, style: Style) -> bool {
        let (names, value): (&[Name], &Syntax) = match &entry.kind {
            SyntaxKind::Named { names, value } => (names, value),
            _ => (&[], entry),
        };
        let SyntaxKind::Call { name, arguments } = &value.kind else { return false };
        let Some(results) = special::tuple(&name.text).filter(|_| self.env.get(&name.text).is_none()) else {
            return false;
        };
        let bag = match special::twin(&name.text).and_then(|twin| self.catalog.function(twin, Kind::Scalar)) {
            Some(function) => Some(self.call_scalar(function, name, arguments, value.span, Scope::row(input))),
            None => {
                self.arguments(arguments, Scope::row(input));
                None
            }
        };
        let argument = arguments.first().and_then(|argument| self.result_name(argument)).unwrap_or_default();
        let what = format!("function `{}`", name.text);
        for (index, (result, ty)) in results.iter().enumerate() {
            let expr = match &bag {
                Some(bag) => {
                    let key = self.literal(Value::String((*result).to_owned()), value.span);
                    let kind = ExprKind::Element { object: Box::new(bag.clone()), index: Box::new(key) };
                    let element = self.expr(kind, Type::Dynamic, value.span);
                    self.convert(element, *ty)
                }
                None => self.unsupported_expr(&what, *ty, value.span),
            };
            match names.get(index) {
                Some(name) => projection.declare(self, &name.text, expr, name.span, style != Style::Project),
                None => {
                    let name = format!("{}_{argument}_{result}", name.text);
                    projection.add(&name, expr, &name, false);
                }
            }
        }
        if let Some(extra) = names.get(results.len()) {
            self.error(codes::NO_VALUE_FOR_NAME, format!("`{}` has no value", extra.text), extra.span);
        }
        true
    }
}
