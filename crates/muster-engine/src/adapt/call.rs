//! A call of one of our functions as a physical expression.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
use datafusion_common::{DataFusionError, Result, ScalarValue};
use datafusion_expr::ColumnarValue;
use datafusion_physical_expr::PhysicalExpr;
use muster_catalog::Type;
use muster_values::{Answer, Args, Column, Failure, arrow_type};

/// What a call computes.
pub(crate) trait Kernel: fmt::Debug + Send + Sync {
    /// The name in printed plans.
    fn name(&self) -> &str;

    /// Computes.
    fn eval(&self, args: &Args<'_>) -> Answer;
}

/// A scalar function of the functions crate.
#[derive(Debug)]
pub(crate) struct Function(pub(crate) &'static muster_functions::Scalar);

impl Kernel for Function {
    fn name(&self) -> &str {
        self.0.name
    }

    fn eval(&self, args: &Args<'_>) -> Answer {
        (self.0.body)(args)
    }
}

/// A call.
#[derive(Debug, Clone)]
pub(crate) struct CallExpr {
    kernel: Arc<dyn Kernel>,
    arguments: Vec<Arc<dyn PhysicalExpr>>,
    types: Vec<Type>,
    returns: Type,
}

impl CallExpr {
    /// A call with arguments of these types.
    pub(crate) fn new(
        kernel: Arc<dyn Kernel>,
        arguments: Vec<Arc<dyn PhysicalExpr>>,
        types: Vec<Type>,
        returns: Type,
    ) -> Self {
        Self { kernel, arguments, types, returns }
    }
}

/// A failure of a function, on its way through `DataFusion`'s error type.
#[derive(Debug)]
pub(crate) struct FailureError(pub(crate) Failure);

impl fmt::Display for FailureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for FailureError {}

/// Wraps a failure; [`crate::run`] takes it out again.
pub(crate) fn failure(failure: Failure) -> DataFusionError {
    DataFusionError::External(Box::new(FailureError(failure)))
}

/// A value of `DataFusion` as a column of ours.
pub(crate) fn to_column(value: ColumnarValue) -> Result<Column> {
    Ok(match value {
        ColumnarValue::Array(array) => Column::rows(array),
        ColumnarValue::Scalar(scalar) => Column::constant(scalar.to_array_of_size(1)?),
    })
}

impl fmt::Display for CallExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.kernel.name())?;
        for (i, argument) in self.arguments.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{argument}")?;
        }
        f.write_str(")")
    }
}

impl PartialEq for CallExpr {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.kernel, &other.kernel) && self.arguments == other.arguments && self.types == other.types
    }
}

impl Eq for CallExpr {}

impl Hash for CallExpr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kernel.name().hash(state);
        self.arguments.hash(state);
    }
}

impl PhysicalExpr for CallExpr {
    fn data_type(&self, _: &Schema) -> Result<DataType> {
        Ok(arrow_type(self.returns))
    }

    fn nullable(&self, _: &Schema) -> Result<bool> {
        Ok(true)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let mut columns = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            columns.push(to_column(argument.evaluate(batch)?)?);
        }
        let args = Args::new(&columns, &self.types, batch.num_rows(), self.returns);
        let answer = self.kernel.eval(&args).map_err(failure)?;
        if answer.is_constant() {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(answer.array(), 0)?));
        }
        Ok(ColumnarValue::Array(Arc::clone(answer.array())))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        self.arguments.iter().collect()
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        Ok(Arc::new(Self { arguments: children, ..(*self).clone() }))
    }

    fn fmt_sql(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether an expression is a literal.
pub(crate) fn is_literal(expression: &Arc<dyn PhysicalExpr>) -> bool {
    let any: &dyn Any = expression.as_ref();
    any.is::<datafusion_physical_expr::expressions::Literal>()
}
