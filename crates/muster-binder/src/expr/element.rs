//! `object.name` and `object[index]`.

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::bound::{Expr, ExprKind};
use crate::codes;
use crate::scope::Scope;

impl Binder<'_> {
    pub(crate) fn path(&mut self, object: &Syntax, member: &Syntax, span: Span, scope: Scope<'_>) -> Expr {
        if let (SyntaxKind::Name(side), SyntaxKind::Name(column)) = (&object.kind, &member.kind) {
            let table = match side.text.as_str() {
                "$left" => scope.row.filter(|_| scope.right.is_some()),
                "$right" => scope.right,
                _ => None,
            };
            if let Some(table) = table {
                return self.name(column, Scope::row(table));
            }
        }
        if let (SyntaxKind::Name(step), SyntaxKind::Name(column)) = (&object.kind, &member.kind)
            && scope.row.is_none_or(|row| row.find(&step.text).is_none())
            && let Some(expr) = self.scan_state(step, column)
        {
            return expr;
        }
        if self.is_tabular(object, scope) || self.is_remote(object) {
            self.error(codes::SCALAR_EXPECTED, "a table has no members", span);
            return self.broken(span);
        }
        let object = self.scalar(object, scope);
        let index = match &member.kind {
            SyntaxKind::Name(name) => self.literal(Value::String(name.text.clone()), member.span),
            // `a.["b"]`
            _ => self.scalar(member, scope),
        };
        self.element(object, index, span)
    }

    pub(crate) fn index(&mut self, object: &Syntax, index: &Syntax, span: Span, scope: Scope<'_>) -> Expr {
        let object = self.scalar(object, scope);
        let written = index.span;
        let index = self.scalar(index, scope);
        if self.is_unknown(&index) && !self.is_unknown(&object) && object.ty == Type::Dynamic {
            return self.broken(span);
        }
        let index = match index.ty {
            Type::Int => self.convert(index, Type::Long),
            Type::Dynamic => self.convert(index, Type::String),
            _ => index,
        };
        if !matches!(index.ty, Type::Long | Type::String) && object.ty == Type::Dynamic {
            let message = format!("an index is a `long` or a `string`, this is a `{}`", index.ty);
            self.error(codes::TYPE_EXPECTED, message, written);
            return self.broken(span);
        }
        self.element(object, index, span)
    }

    fn element(&mut self, object: Expr, index: Expr, span: Span) -> Expr {
        if matches!(object.kind, ExprKind::Column(crate::binder::BROKEN)) {
            return object;
        }
        if object.ty != Type::Dynamic {
            let message = format!("a `{}` has no elements", object.ty);
            let mut error = self.fault(codes::NO_ELEMENTS, message, span);
            if object.ty == Type::String {
                error = error.help("`parse_json(…)` makes a dynamic of a text");
            }
            self.report(error);
            return self.broken(span);
        }
        self.expr(ExprKind::Element { object: Box::new(object), index: Box::new(index) }, Type::Dynamic, span)
    }
}
