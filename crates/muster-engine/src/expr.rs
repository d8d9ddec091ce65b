//! Scalar expressions as physical expressions.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::RecordBatchOptions;
use arrow_schema::Schema;
use datafusion_common::ScalarValue;
use datafusion_expr::ColumnarValue;
use datafusion_physical_expr::PhysicalExpr;
use datafusion_physical_expr::expressions::{CaseExpr, Literal};
use muster_binder::bound::{ColumnId, Expr, ExprKind};
use muster_catalog::{Type, Value};
use muster_values::json_text::{JsonText, member};
use muster_values::{Answer, Args, Column, value_at};

use crate::adapt::call::{CallExpr, Function, Kernel, is_literal};
use crate::plan::{Needed, Node, Planner};
use crate::run::RunError;

/// The columns that an expression reads, added to `needed`.
pub(crate) fn reads(expression: &Expr, needed: &mut Needed) {
    each_column(expression, &mut |id| {
        needed.insert(id);
    });
}

fn each_column(expression: &Expr, found: &mut impl FnMut(ColumnId)) {
    match &expression.kind {
        ExprKind::Literal(_) | ExprKind::Now | ExprKind::ScalarSubquery(_) | ExprKind::Unsupported { .. } => {}
        ExprKind::Column(id) => found(*id),
        ExprKind::Call { arguments, .. } => arguments.iter().for_each(|a| each_column(a, found)),
        ExprKind::Conditional { branches, otherwise } => {
            for (condition, value) in branches {
                each_column(condition, found);
                each_column(value, found);
            }
            each_column(otherwise, found);
        }
        ExprKind::InList { value, items, .. } => {
            each_column(value, found);
            items.iter().for_each(|i| each_column(i, found));
        }
        ExprKind::InTable { value, .. } => each_column(value, found),
        ExprKind::Element { object, index } => {
            each_column(object, found);
            each_column(index, found);
        }
    }
}

/// The columns that expressions read.
pub(crate) fn all_reads<'a>(expressions: impl IntoIterator<Item = &'a Expr>) -> Needed {
    let mut needed = BTreeSet::new();
    for expression in expressions {
        reads(expression, &mut needed);
    }
    needed
}

/// The query did not pass [`crate::check`].
pub(crate) fn unchecked(what: &str) -> RunError {
    RunError::Internal(format!("{what} is not supported and was not refused"))
}

/// A literal of this value.
pub(crate) fn literal(value: &Value) -> Result<Arc<dyn PhysicalExpr>, RunError> {
    let column = Column::from_value(value);
    Ok(Arc::new(Literal::new(ScalarValue::try_from_array(column.array(), 0)?)))
}

#[derive(Debug)]
struct Element;

impl Kernel for Element {
    fn name(&self) -> &'static str {
        "element"
    }

    fn eval(&self, args: &Args<'_>) -> Answer {
        if let Some(Value::String(key)) = args.constant(1)
            && !args.all_constant()
        {
            let object = args.text(0);
            return args.rows(|row| {
                let object = object.raw(row)?;
                if let Ok(part) = member(object, &key) {
                    return part.map(|part| JsonText(part.into()));
                }
                let object = serde_json::from_str(object).ok()?;
                let part = muster_functions::element::get(&object, &Value::String(key.clone()))?;
                Some(JsonText::of(&part))
            });
        }
        let object = args.json(0);
        args.rows(|row| muster_functions::element::get(object.get(row)?.as_ref(), &args.value(1, row)))
    }
}

/// `in` and its kin with a list that is the same for all rows.
#[derive(Debug)]
struct Membership(muster_functions::membership::InSet);

impl Kernel for Membership {
    fn name(&self) -> &'static str {
        "in"
    }

    fn eval(&self, args: &Args<'_>) -> Answer {
        self.0.test(args)
    }
}

/// `in` and its kin with items that differ from row to row.
#[derive(Debug)]
struct RowMembership(muster_syntax::InOp);

impl Kernel for RowMembership {
    fn name(&self) -> &'static str {
        "in"
    }

    fn eval(&self, args: &Args<'_>) -> Answer {
        let value = args.column(0).cloned().unwrap_or_else(|| Column::from_value(&Value::Null(args.ty(0))));
        let types = [args.ty(0)];
        let answer = |row: usize| -> Result<Value, muster_values::Failure> {
            let items: Vec<Value> = (1..args.len()).map(|i| args.value(i, row)).collect();
            let set = muster_functions::membership::InSet::new(self.0.text(), args.ty(0), &items);
            let one = [Column::from_value(&value.value(args.ty(0), row))];
            Ok(set.test(&Args::new(&one, &types, 1, Type::Bool))?.value(Type::Bool, 0))
        };
        let rows = if args.all_constant() { 1 } else { args.row_count() };
        let values: Result<Vec<Value>, _> = (0..rows).map(answer).collect();
        let mut values = values?.into_iter();
        args.values(|_| values.next().unwrap_or(Value::Null(Type::Bool)))
    }
}

impl Planner<'_> {
    /// Plans an expression on the rows of `input`.
    pub(crate) fn expr(&self, expression: &Expr, input: &Node) -> Result<Arc<dyn PhysicalExpr>, RunError> {
        match &expression.kind {
            ExprKind::Unsupported { what } => Err(unchecked(what)),
            ExprKind::Literal(value) => literal(value),
            ExprKind::Now => literal(&Value::Datetime(self.options.clock)),
            ExprKind::Column(id) => input.column(*id),
            ExprKind::Call { function, arguments, .. } => {
                let entry = muster_functions::scalar(function)
                    .ok_or_else(|| RunError::Internal(format!("function `{function}` has no entry")))?;
                self.call(Arc::new(Function(entry)), arguments.iter(), expression, input)
            }
            ExprKind::Conditional { branches, otherwise } => {
                let mut planned = Vec::with_capacity(branches.len());
                for (condition, value) in branches {
                    planned.push((self.expr(condition, input)?, self.expr(value, input)?));
                }
                Ok(Arc::new(CaseExpr::try_new(None, planned, Some(self.expr(otherwise, input)?))?))
            }
            ExprKind::InList { op, value, items } => {
                let constants: Option<Vec<Value>> =
                    items.iter().map(|i| self.constant(i).transpose()).collect::<Option<Result<_, _>>>().transpose()?;
                if let Some(items) = constants {
                    self.membership(*op, value, &items, expression, input)
                } else {
                    let arguments = std::iter::once(value.as_ref()).chain(items);
                    self.call(Arc::new(RowMembership(*op)), arguments, expression, input)
                }
            }
            ExprKind::InTable { op, value, table } => {
                let (column, arrays) = self.first_column(table)?;
                let items: Vec<Value> =
                    arrays.iter().flat_map(|array| (0..array.len()).map(|i| value_at(array, column.ty, i))).collect();
                self.membership(*op, value, &items, expression, input)
            }
            ExprKind::Element { object, index } => {
                self.call(Arc::new(Element), [object.as_ref(), index.as_ref()].into_iter(), expression, input)
            }
            ExprKind::ScalarSubquery(table) => {
                let (column, arrays) = self.first_column(table)?;
                let value = arrays.first().map_or(Value::null(column.ty), |array| value_at(array, column.ty, 0));
                literal(&value)
            }
        }
    }

    fn membership(
        &self,
        op: muster_syntax::InOp,
        value: &Expr,
        items: &[Value],
        whole: &Expr,
        input: &Node,
    ) -> Result<Arc<dyn PhysicalExpr>, RunError> {
        let set = muster_functions::membership::InSet::new(op.text(), value.ty, items);
        self.call(Arc::new(Membership(set)), std::iter::once(value), whole, input)
    }

    fn call<'e>(
        &self,
        kernel: Arc<dyn Kernel>,
        arguments: impl Iterator<Item = &'e Expr>,
        whole: &Expr,
        input: &Node,
    ) -> Result<Arc<dyn PhysicalExpr>, RunError> {
        let (mut planned, mut types) = (Vec::new(), Vec::new());
        for argument in arguments {
            planned.push(self.expr(argument, input)?);
            types.push(argument.ty);
        }
        let foldable = planned.iter().all(is_literal);
        let call: Arc<dyn PhysicalExpr> = Arc::new(CallExpr::new(kernel, planned, types, whole.ty));
        if foldable {
            return Ok(Arc::new(Literal::new(fold(&call).map_err(|e| at(e, whole))?)));
        }
        Ok(call)
    }

    /// The value of an expression that reads no column.
    pub(crate) fn constant(&self, expression: &Expr) -> Result<Option<Value>, RunError> {
        if !all_reads([expression]).is_empty() {
            return Ok(None);
        }
        let nothing = crate::operator::datatable::singleton(self)?;
        let planned = self.expr(expression, &nothing)?;
        let scalar = fold(&planned).map_err(|e| at(e, expression))?;
        let array = scalar.to_array_of_size(1)?;
        Ok(Some(value_at(&array, expression.ty, 0)))
    }
}

/// Says where a run-time error comes from, if nothing did yet.
pub(crate) fn at(error: RunError, expression: &Expr) -> RunError {
    match error {
        RunError::Failed { message, span: None } => RunError::Failed { message, span: Some(expression.span) },
        other => other,
    }
}

fn fold(expression: &Arc<dyn PhysicalExpr>) -> Result<ScalarValue, RunError> {
    let options = RecordBatchOptions::new().with_row_count(Some(1));
    let batch = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), Vec::new(), &options)
        .map_err(|e| RunError::Internal(e.to_string()))?;
    Ok(match expression.evaluate(&batch)? {
        ColumnarValue::Scalar(scalar) => scalar,
        ColumnarValue::Array(array) => ScalarValue::try_from_array(&array, 0)?,
    })
}
