//! `invoke`

use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind};

use crate::binder::Binder;
use crate::scope::{Local, Scope, Tabular};

impl Binder<'_> {
    pub(super) fn invoke(&mut self, call: &Syntax, input: Tabular, span: Span) -> Tabular {
        let SyntaxKind::Call { name, arguments } = &call.kind else { return self.broken_table(span) };
        let function = match self.env.get(&name.text).cloned() {
            Some(Local::Function(function)) => Some(function),
            Some(Local::Broken) => return self.broken_table(span),
            Some(Local::Scalar(_) | Local::Tabular(_) | Local::Pattern(_)) => None,
            None => self.saved_function(&name.text),
        };
        match function {
            Some(function) => self.call_user_table(&function, name, arguments, Some(input), span),
            None => {
                self.unknown_function(name, Scope::default());
                self.broken_table(span)
            }
        }
    }
}
