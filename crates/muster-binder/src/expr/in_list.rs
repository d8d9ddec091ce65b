//! `in`, `has_any` and their kin.

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{BinaryOp, Expr as Syntax, InOp};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::expr::binary::comparable;
use crate::scope::Scope;

impl Binder<'_> {
    pub(crate) fn in_list(
        &mut self,
        op: InOp,
        op_span: Span,
        left: &Syntax,
        list: &[Syntax],
        span: Span,
        scope: Scope<'_>,
    ) -> Expr {
        let mut value = self.scalar(left, scope);
        let text_only = matches!(op, InOp::InCi | InOp::NotInCi | InOp::HasAny | InOp::HasAll);
        let bad_value = text_only && !matches!(value.ty, Type::String | Type::Dynamic) && !self.is_unknown(&value);
        if let [only] = list
            && self.is_tabular(only, scope)
        {
            let table = self.tabular(only);
            if bad_value {
                return self.bad_value(op, op_span, &value, span);
            }
            let table = self.shown(table);
            let Some(first) = table.columns.first() else { return self.nothing_true(span) };
            if text_only {
                value = self.convert(value, Type::String);
            }
            let same = first.ty == value.ty || (first.ty.is_number() && value.ty.is_number());
            let unlike = !same && ![first.ty, value.ty].contains(&Type::Dynamic) && !self.unknown.contains(&first.id);
            if unlike && !self.is_unknown(&value) {
                return self.unlike(value.ty, first.ty, span);
            }
            let kind = ExprKind::InTable { op, value: Box::new(value), table: Box::new(table) };
            return self.expr(kind, Type::Bool, span);
        }
        let items: Vec<Expr> = list.iter().map(|item| self.scalar(item, scope)).collect();
        if bad_value {
            return self.bad_value(op, op_span, &value, span);
        }
        if self.is_unknown(&value)
            || items.iter().any(|item| matches!(item.kind, ExprKind::Column(crate::binder::BROKEN)))
        {
            return self.nothing_true(span);
        }
        if text_only {
            value = self.convert(value, Type::String);
        }
        let unlike = |item: &Expr| item.ty != value.ty && comparable(value.ty, item.ty);
        if !text_only && items.iter().any(unlike) && items.iter().all(|i| i.ty == value.ty || unlike(i)) {
            return self.each_equal(op, &value, items, span);
        }
        let mut fitting = Vec::with_capacity(items.len());
        for item in items {
            match self.fit_item(&value, item, text_only) {
                Ok(item) => fitting.push(item),
                Err(ty) => return self.unlike(value.ty, ty, span),
            }
        }
        // Numbers of several widths are compared at the widest.
        if let Some(widest) = crate::overload::common_type(
            fitting.iter().map(|item| item.ty).chain([value.ty]).filter(|ty| ty.is_number()),
        ) && value.ty.is_number()
        {
            value = self.convert(value, widest);
            fitting = fitting
                .into_iter()
                .map(|item| if item.ty.is_number() { self.convert(item, widest) } else { item })
                .collect();
        }
        self.expr(ExprKind::InList { op, value: Box::new(value), items: fitting }, Type::Bool, span)
    }

    /// `in` and `!in` with items of another type: as `==` or `!=` has it with each of them.
    fn each_equal(&mut self, op: InOp, value: &Expr, items: Vec<Expr>, span: Span) -> Expr {
        let (each, joined) =
            if op == InOp::NotIn { (BinaryOp::NotEqual, BinaryOp::And) } else { (BinaryOp::Equal, BinaryOp::Or) };
        let mut tests = Vec::with_capacity(items.len());
        for item in items {
            tests.push(self.operator_call(each.text(), vec![value.clone(), item], Type::Bool, span));
        }
        self.joined(joined, tests, span)
    }

    /// A dynamic stands for its elements and stays as it is.
    fn fit_item(&mut self, value: &Expr, item: Expr, text_only: bool) -> Result<Expr, Type> {
        match (value.ty, item.ty) {
            (_, Type::Dynamic) | (Type::Dynamic, _) => Ok(item),
            (value, item_type) if value == item_type => Ok(item),
            (value, item_type) if value.is_number() && item_type.is_number() => Ok(item),
            _ if text_only => Ok(self.convert(item, Type::String)),
            (_, ty) => Err(ty),
        }
    }

    fn bad_value(&mut self, op: InOp, op_span: Span, value: &Expr, span: Span) -> Expr {
        let error = self
            .fault(
                codes::OPERATOR_TYPES,
                format!("`{}` looks into a `string`, this is a `{}`", op.text(), value.ty),
                op_span,
            )
            .help("`tostring(…)` converts");
        self.report(error);
        self.nothing_true(span)
    }

    /// A `bool` for an expression that could not be bound.
    pub(crate) fn nothing_true(&self, span: Span) -> Expr {
        self.literal(muster_catalog::Value::Null(Type::Bool), span)
    }

    /// A comparison of types that Kusto's binder lets pass and its engine refuses.
    pub(crate) fn unlike(&mut self, left: Type, right: Type, span: Span) -> Expr {
        let what = format!("a comparison of `{left}` and `{right}` without an explicit conversion");
        self.expr(ExprKind::Unsupported { what }, Type::Bool, span)
    }
}
