//! A call of one of our functions as a physical expression.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch, StringViewArray};
use arrow_schema::{DataType, Schema};
use datafusion_common::{DataFusionError, Result, ScalarValue};
use datafusion_expr::ColumnarValue;
use datafusion_physical_expr::PhysicalExpr;
use muster_catalog::Type;
use muster_source::Span;
use muster_values::{Answer, Args, Column, Failure, arrow_type};

use crate::adapt::text::without_nulls;

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
    known: Arc<Mutex<Known>>,
}

impl CallExpr {
    /// A call with arguments of these types.
    pub(crate) fn new(
        kernel: Arc<dyn Kernel>,
        arguments: Vec<Arc<dyn PhysicalExpr>>,
        types: Vec<Type>,
        returns: Type,
    ) -> Self {
        Self { kernel, arguments, types, returns, known: Arc::default() }
    }

    fn answer(&self, columns: &[Column], rows: usize) -> Result<Column> {
        self.kernel.eval(&Args::new(columns, &self.types, rows, self.returns)).map_err(failure)
    }

    /// The answer where one argument is a dictionary of texts and the others are constants: each text is asked about
    /// once. Nothing where that is not so, where it would not pay, or where the kernel fails: it may be for a text that
    /// no row has.
    fn by_distinct_text(&self, columns: &[Column]) -> Option<Result<Column>> {
        let mut varying = columns.iter().enumerate().filter(|(_, c)| !c.is_constant());
        let (Some((place, column)), None) = (varying.next(), varying.next()) else { return None };
        let dictionary = column.array().as_any_dictionary_opt()?;
        let keys = dictionary.keys().as_primitive_opt::<Int32Type>()?;
        let texts = dictionary.values();
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).answer(texts);
        let answers = match known {
            Some(answers) => answers,
            None if texts.len() > keys.len().saturating_mul(WORTH) => return None,
            None => {
                let mut columns = columns.to_vec();
                *columns.get_mut(place)? = Column::rows(with_missing(texts)?);
                let answer = self.answer(&columns, texts.len() + 1).ok().filter(|a| !a.is_constant())?;
                let answers = Arc::clone(answer.array());
                self.known.lock().unwrap_or_else(PoisonError::into_inner).keep(texts, &answers);
                answers
            }
        };
        let missing = i32::try_from(texts.len()).ok()?;
        let rows = if keys.null_count() == 0 {
            arrow_select::take::take(&answers, keys, None)
        } else {
            let keys: Int32Array = keys.iter().map(|key| key.unwrap_or(missing)).collect();
            arrow_select::take::take(&answers, &keys, None)
        };
        Some(rows.map(Column::rows).map_err(Into::into))
    }
}

/// Texts a row above which asking about each text of a dictionary does not pay.
const WORTH: usize = 4;

/// The answers for dictionaries seen lately: a file's dictionary comes with every batch of its part, and some parts are
/// read side by side.
#[derive(Debug, Default)]
struct Known(VecDeque<(ArrayRef, ArrayRef)>);

impl Known {
    const KEPT: usize = 8;

    fn answer(&self, texts: &ArrayRef) -> Option<ArrayRef> {
        // The dictionary is kept, so nothing else can be where it is.
        self.0.iter().find(|(seen, _)| Arc::ptr_eq(seen, texts)).map(|(_, answers)| Arc::clone(answers))
    }

    fn keep(&mut self, texts: &ArrayRef, answers: &ArrayRef) {
        self.0.truncate(Self::KEPT - 1);
        self.0.push_front((Arc::clone(texts), Arc::clone(answers)));
    }
}

/// The texts of a dictionary, and after them `""` for rows whose text is missing.
fn with_missing(texts: &ArrayRef) -> Option<ArrayRef> {
    let texts = arrow_cast::cast(texts, &DataType::Utf8View).ok()?;
    let missing: ArrayRef = Arc::new(StringViewArray::from(vec![""]));
    arrow_select::concat::concat(&[&texts, &missing]).ok()
}

/// The column with a row's own text instead of its place in a dictionary.
pub(crate) fn rows_of_dictionary(column: Column) -> Result<Column> {
    if column.array().as_any_dictionary_opt().is_none() {
        return Ok(column);
    }
    Ok(Column::rows(without_nulls(&arrow_cast::cast(column.array(), &DataType::Utf8View)?)))
}

/// A failure of a function or an operator, on its way through `DataFusion`'s error type, and where it comes from, if known.
#[derive(Debug)]
pub(crate) struct FailureError(pub(crate) Failure, pub(crate) Option<Span>);

impl fmt::Display for FailureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for FailureError {}

/// Wraps a failure; [`crate::run`] takes it out again.
pub(crate) fn failure(failure: Failure) -> DataFusionError {
    DataFusionError::External(Box::new(FailureError(failure, None)))
}

/// The same, of what stands at `span`.
pub(crate) fn failure_at(failure: Failure, span: Span) -> DataFusionError {
    DataFusionError::External(Box::new(FailureError(failure, Some(span))))
}

/// The failure in an error, or a failure that says what the error says.
pub(crate) fn failure_of(error: &DataFusionError) -> Failure {
    if let DataFusionError::External(inner) = error.find_root()
        && let Some(failure) = inner.downcast_ref::<FailureError>()
    {
        return failure.0.clone();
    }
    Failure::new(error.to_string())
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
        let answer = if let Some(answer) = self.by_distinct_text(&columns) {
            answer?
        } else {
            let columns = columns.into_iter().map(rows_of_dictionary).collect::<Result<Vec<_>>>()?;
            self.answer(&columns, batch.num_rows())?
        };
        if answer.is_constant() {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(answer.array(), 0)?));
        }
        Ok(ColumnarValue::Array(Arc::clone(answer.array())))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        self.arguments.iter().collect()
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        // With other arguments it has other answers: what is known of dictionaries does not come along.
        Ok(Arc::new(Self::new(Arc::clone(&self.kernel), children, self.types.clone(), self.returns)))
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
