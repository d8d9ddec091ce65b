//! `declare pattern`: tables by constant texts.

use std::rc::Rc;

use muster_source::{Span, nearest};
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name, PatternCase, PatternDeclaration};

use crate::binder::Binder;
use crate::codes;
use crate::naming::text;
use crate::scope::{Env, Local, Tabular};
use crate::statement::Bindable;

/// A pattern and the names in scope where it was declared.
#[derive(Debug)]
pub(crate) struct Pattern {
    declaration: PatternDeclaration,
    env: Env,
}

/// A reference to a pattern: `name("a", "b").path`.
#[derive(Debug)]
pub(crate) struct PatternCall<'s> {
    pattern: Rc<Pattern>,
    name: &'s Name,
    arguments: &'s [Syntax],
    path: Option<String>,
}

impl Binder<'_> {
    pub(crate) fn declare_pattern(&mut self, declaration: &PatternDeclaration) {
        let name = declaration.name.clone();
        let pattern = Pattern { declaration: declaration.clone(), env: self.env.clone() };
        // Faults of bodies are told once, whether a case is used or not.
        for case in &declaration.cases {
            self.pattern_body(&pattern, case);
        }
        self.declare(&name.text, Local::Pattern(Rc::new(pattern)), name.span);
    }

    /// What `expr` refers to if it is a reference to a pattern.
    pub(crate) fn pattern_call<'s>(&self, expr: &'s Syntax) -> Option<PatternCall<'s>> {
        let (called, path) = match &expr.kind {
            SyntaxKind::Path { object, member } => match &member.kind {
                SyntaxKind::Name(name) => (&**object, Some(name.text.clone())),
                _ => return None,
            },
            SyntaxKind::Index { object, index } => (&**object, Some(text(index)?)),
            _ => (expr, None),
        };
        let SyntaxKind::Call { name, arguments } = &called.kind else { return None };
        match self.env.get(&name.text) {
            Some(Local::Pattern(pattern)) => Some(PatternCall { pattern: Rc::clone(pattern), name, arguments, path }),
            _ => None,
        }
    }

    pub(crate) fn pattern_table(&mut self, call: &PatternCall<'_>, span: Span) -> Tabular {
        let mut given = Vec::with_capacity(call.arguments.len());
        for argument in call.arguments {
            match text(argument) {
                Some(text) => given.push(text),
                None => {
                    self.error(codes::CONSTANT_EXPECTED, "a pattern takes literal texts", argument.span);
                    return self.broken_table(span);
                }
            }
        }
        let cases = &call.pattern.declaration.cases;
        let found = cases.iter().find(|case| values(case) == given && case.path.as_ref().and_then(text) == call.path);
        match found {
            Some(case) => match self.pattern_body(&call.pattern, case) {
                Some(table) => table,
                None => self.broken_table(span),
            },
            None => self.no_case(call, &given, span),
        }
    }

    fn pattern_body(&mut self, pattern: &Pattern, case: &PatternCase) -> Option<Tabular> {
        let env = std::mem::replace(&mut self.env, pattern.env.clone());
        let bound = self.deeper(case.span, |binder| binder.statements(&case.body)).flatten();
        self.env = env;
        match bound {
            Some(Bindable::Table(table)) => Some(table),
            Some(Bindable::Scalar(value)) => {
                if !self.is_unknown(&value) {
                    let message = format!("a case of a pattern gives a table, this is a `{}`", value.ty);
                    self.error(codes::TABLE_EXPECTED, message, case.span);
                }
                None
            }
            None => None,
        }
    }

    fn no_case(&mut self, call: &PatternCall<'_>, given: &[String], span: Span) -> Tabular {
        let written = reference(&call.name.text, given, call.path.as_deref());
        let message = format!("no case of the pattern is declared for `{written}`");
        let mut error = self.fault(codes::NO_PATTERN_CASE, message, span);
        let known = call.pattern.declaration.cases.iter();
        let known: Vec<String> = known
            .map(|case| reference(&call.name.text, &values(case), case.path.as_ref().and_then(text).as_deref()))
            .collect();
        if let Some(near) = nearest(&written, known.iter().map(String::as_str)) {
            error = error.help(format!("did you mean `{near}`?"));
        } else if known.is_empty() {
            error =
                error.help("give the pattern its cases: `declare pattern name = (key: string) { (\"a\") = { … }; }`");
        }
        self.report(error);
        self.broken_table(span)
    }
}

fn values(case: &PatternCase) -> Vec<String> {
    case.values.iter().map(|value| text(value).unwrap_or_default()).collect()
}

fn reference(name: &str, values: &[String], path: Option<&str>) -> String {
    let list = values.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(", ");
    let path = path.map(|path| format!(".['{path}']")).unwrap_or_default();
    format!("{name}({list}){path}")
}
