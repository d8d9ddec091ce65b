//! `scan`

use muster_catalog::{Type, Value};
use muster_source::{Span, nearest};
use muster_syntax::operator::{Scan as Syntax, ScanStep as SyntaxStep};
use muster_syntax::{Expr as SyntaxExpr, ExprKind as SyntaxKind, Name, ParameterDeclaration, ParameterKind};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{
    Column, Expr, ExprKind, RelationKind, Scan, ScanColumn, ScanOrigin, ScanOutput, ScanSource, ScanState, ScanStep,
};
use crate::codes;
use crate::naming::UniqueNames;
use crate::overload::common_type;
use crate::scope::{Scope, Tabular};
use crate::special::UNORDERED;

/// What the expressions of a `scan` may name.
#[derive(Debug)]
pub(crate) struct ScanScope {
    /// Names of the steps.
    steps: Vec<String>,
    /// The step that is bound now: it knows those before it, and itself.
    current: usize,
    /// Columns of a record.
    columns: Vec<(String, Type, ScanSource)>,
    declared: Vec<(String, Type)>,
    states: Vec<ScanState>,
    /// How often the state was read.
    pub(crate) reads: usize,
}

impl Binder<'_> {
    pub(super) fn scan(&mut self, scan: &Syntax, mut input: Tabular, span: Span) -> Tabular {
        let unordered = !input.serialized && !input.broken;
        let unordered = unordered.then(|| format!("operator `scan` {UNORDERED}"));
        let refused = unordered.or_else(|| scan_refused(scan));
        let mut made = Vec::new();
        let mut declared = Vec::new();
        let mut names = UniqueNames::default();
        for column in &input.relation.columns {
            names.reserve(&column.name);
        }
        for parameter in &scan.declare {
            if !names.reserve(&parameter.name.text) {
                let message = format!("a column `{}` is already there", parameter.name.text);
                self.error(codes::DUPLICATE_COLUMN, message, parameter.name.span);
                continue;
            }
            let column = self.scan_column(parameter);
            declared.push(column.column.clone());
            made.push(column);
        }
        let own = self.scan_overwritten(scan, &input, &mut made);
        let columns = input.relation.columns.iter().map(|column| {
            let place = made.iter().position(|made| made.origin == ScanOrigin::Input(column.id));
            (column.name.clone(), column.ty, place.map_or(ScanSource::Input(column.id), ScanSource::Made))
        });
        let columns = columns
            .chain(declared.iter().enumerate().map(|(i, c)| (c.name.clone(), c.ty, ScanSource::Made(i))))
            .collect();
        let mut steps: Vec<String> = Vec::with_capacity(scan.steps.len());
        for step in &scan.steps {
            if steps.contains(&step.name.text) {
                let message = format!("a step `{}` is already there", step.name.text);
                self.error(codes::ALREADY_DECLARED, message, step.name.span);
            }
            steps.push(step.name.text.clone());
        }
        let declared_names = declared.iter().map(|c| (c.name.clone(), c.ty)).collect();
        self.scan =
            Some(ScanScope { steps, current: 0, columns, declared: declared_names, states: Vec::new(), reads: 0 });
        let mut bound = Vec::with_capacity(scan.steps.len());
        for (index, step) in scan.steps.iter().enumerate() {
            if let Some(scope) = &mut self.scan {
                scope.current = index;
            }
            bound.push(self.scan_step(step, &input, &made));
        }
        let states = self.scan.take().map_or_else(Vec::new, |scope| scope.states);
        let mut columns = own;
        columns.extend(declared);
        let match_id = option(&scan.options, &["with_match_id"]).and_then(|option| word(&option.value)).map(|name| {
            let shown = names.take(&name, &name);
            self.column(shown, Type::Long)
        });
        columns.extend(match_id.clone());
        if let Some(what) = refused {
            let table = self.unsupported(&what, columns, &input, span);
            return Tabular { hidden: input.hidden, open: input.open, ..table };
        }
        let last = bound.iter().any(|step| step.output == ScanOutput::Last);
        let kind = Scan { input: self.windowed(input.take_relation()), made, steps: bound, states, match_id };
        let relation = self.relation(RelationKind::Scan(Box::new(kind)), columns, span);
        // When a match is known to be the last one of its series is not documented, thus neither is its place.
        Tabular { serialized: input.serialized && !last, ..input.with(relation) }
    }

    fn scan_column(&mut self, declared: &ParameterDeclaration) -> ScanColumn {
        let ty = match &declared.kind {
            ParameterKind::Scalar(ty) => Type::from_name(&ty.text).unwrap_or(Type::Dynamic),
            ParameterKind::Table { .. } => Type::Dynamic,
        };
        let column = self.column(declared.name.text.clone(), ty);
        let default = match &declared.default {
            Some(default) => {
                let value = self.scalar(default, Scope::default());
                self.assigned(value, ty)
            }
            None => self.literal(Value::null(ty), declared.name.span),
        };
        ScanColumn { column, origin: ScanOrigin::Declared(Expr { ty, ..default }) }
    }

    /// Columns of the input as the result has them: those that a step assigns are made.
    fn scan_overwritten(&mut self, scan: &Syntax, input: &Tabular, made: &mut Vec<ScanColumn>) -> Vec<Column> {
        let assigned: Vec<&Name> = scan.steps.iter().flat_map(|step| &step.assignments).filter_map(target).collect();
        let mut own = Vec::with_capacity(input.relation.columns.len());
        for column in &input.relation.columns {
            if assigned.iter().any(|name| name.text == column.name) {
                let result = self.column(column.name.clone(), column.ty);
                if self.unknown.contains(&column.id) {
                    self.unknown.insert(result.id);
                }
                made.push(ScanColumn { column: result.clone(), origin: ScanOrigin::Input(column.id) });
                own.push(result);
            } else {
                own.push(column.clone());
            }
        }
        own
    }

    fn scan_step(&mut self, step: &SyntaxStep, input: &Tabular, made: &[ScanColumn]) -> ScanStep {
        let condition = self.predicate(&step.condition, Scope::row(input));
        let mut assignments: Vec<(usize, Expr)> = Vec::with_capacity(step.assignments.len());
        for entry in &step.assignments {
            let (Some(name), SyntaxKind::Named { value, .. }) = (target(entry), &entry.kind) else { continue };
            let value = self.scalar(value, Scope::row(input));
            let Some(index) = made.iter().position(|column| column.column.name == name.text) else {
                if !input.broken {
                    let message = format!("there is no column `{}` to assign", name.text);
                    let error = self.fault(codes::UNKNOWN_NAME, message, name.span);
                    self.report(error.help(format!("`declare ({}: …)` before `with` adds it", name.text)));
                }
                continue;
            };
            if assignments.iter().any(|(known, _)| *known == index) {
                let message = format!("the step assigns `{}` already", name.text);
                self.error(codes::DUPLICATE_COLUMN, message, name.span);
                continue;
            }
            let ty = made.get(index).map_or(Type::Dynamic, |column| column.column.ty);
            let value = self.assigned(value, ty);
            assignments.push((index, value));
        }
        let output = match step.output.as_ref().map(|word| word.text.as_str()) {
            Some("last") => ScanOutput::Last,
            Some("none") => ScanOutput::None,
            _ => ScanOutput::All,
        };
        ScanStep { condition, assignments, output }
    }

    /// A value for a column of this type.
    fn assigned(&mut self, value: Expr, ty: Type) -> Expr {
        if value.ty == ty || self.is_unknown(&value) {
            return value;
        }
        if let ExprKind::Literal(Value::Null(_)) = value.kind {
            return Expr { kind: ExprKind::Literal(Value::null(ty)), ty, ..value };
        }
        if common_type([value.ty, ty].into_iter()) == Some(ty) {
            return self.convert(value, ty);
        }
        let what = format!("a `{}` as the value of a `{ty}` column of `scan`", value.ty);
        Expr { kind: ExprKind::Unsupported { what }, ty, span: value.span }
    }

    /// `step.column`, where `step` is one of the `scan` that is bound now.
    pub(crate) fn scan_state(&mut self, step: &Name, column: &Name) -> Option<Expr> {
        let scope = self.scan.as_ref()?;
        let index = scope.steps.iter().position(|known| *known == step.text)?;
        let span = step.span.to(column.span);
        let Some((_, ty, source)) = scope.columns.iter().find(|(known, ..)| *known == column.text).cloned() else {
            let near = nearest(&column.text, scope.columns.iter().map(|(known, ..)| known.as_str()));
            let mut error = self.fault(
                codes::UNKNOWN_NAME,
                format!("the step `{}` has no column `{}`", step.text, column.text),
                column.span,
            );
            if let Some(near) = near {
                error = error.help(format!("did you mean `{near}`?")).fix(column.span, near);
            }
            self.report(error);
            return Some(self.broken(span));
        };
        if index > scope.current {
            return Some(self.unsupported_expr("the state of a later step", ty, span));
        }
        let known = scope.states.iter().find(|state| state.step == index && state.source == source);
        let state = match known {
            Some(known) => known.column.clone(),
            None => self.column(column.text.clone(), ty),
        };
        let unknown = matches!(source, ScanSource::Input(id) if self.unknown.contains(&id));
        if unknown {
            self.unknown.insert(state.id);
        }
        if let Some(scope) = &mut self.scan {
            scope.reads += 1;
            if !scope.states.iter().any(|known| known.column.id == state.id) {
                scope.states.push(ScanState { step: index, source, column: state.clone() });
            }
        }
        Some(self.reference(&state, span))
    }

    /// A column that the `scan` that is bound now declares, named without a step.
    pub(crate) fn scan_declared(&mut self, name: &Name) -> Option<Expr> {
        let (_, ty) = self.scan.as_ref()?.declared.iter().find(|(known, _)| *known == name.text)?;
        Some(self.unsupported_expr("a declared column of `scan` named without its step", *ty, name.span))
    }
}

fn target(entry: &SyntaxExpr) -> Option<&Name> {
    match &entry.kind {
        SyntaxKind::Named { names, .. } => names.first(),
        _ => None,
    }
}

/// What of the operator is not documented.
fn scan_refused(scan: &Syntax) -> Option<String> {
    if !scan.order.is_empty() {
        return Some("`order by` of operator `scan`".to_owned());
    }
    if !scan.partition.is_empty() {
        return Some("`partition by` of operator `scan`".to_owned());
    }
    if scan.steps.iter().any(|step| step.optional) {
        return Some("`optional` of operator `scan`".to_owned());
    }
    None
}
