//! What a call was given, as typed views.

use std::borrow::Cow;
use std::cell::OnceCell;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, BooleanArray, PrimitiveArray, StringViewArray};
use muster_catalog::{Datetime, Timespan, Type, Value};

use crate::{Cell, Column, DecimalUnits, Dictionary};

/// A call that cannot be answered: a run-time error of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, in the style of a diagnostic's message.
    pub message: String,
}

impl Failure {
    /// A failure with this message.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

/// What a leaf answers.
pub type Answer = Result<Column, Failure>;

/// The arguments of one call for one batch of rows.
///
/// The binder has converted every argument to the type that the signature asks for, so a view of another type is a
/// bug of ours; it reads as nulls.
#[derive(Debug)]
pub struct Args<'a> {
    columns: &'a [Column],
    types: &'a [Type],
    rows: usize,
    returns: Type,
}

impl<'a> Args<'a> {
    /// Arguments of a call that returns `returns`, for `rows` rows.
    #[must_use]
    pub fn new(columns: &'a [Column], types: &'a [Type], rows: usize, returns: Type) -> Self {
        Self { columns, types, rows, returns }
    }

    /// How many arguments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// How many rows there are.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows
    }

    /// The KQL type of an argument.
    #[must_use]
    pub fn ty(&self, index: usize) -> Type {
        self.types.get(index).copied().unwrap_or(Type::Dynamic)
    }

    /// The KQL type that the call returns.
    #[must_use]
    pub fn returns(&self) -> Type {
        self.returns
    }

    /// An argument as a whole column.
    #[must_use]
    pub fn column(&self, index: usize) -> Option<&'a Column> {
        self.columns.get(index)
    }

    /// The value of an argument in a row: the slow door, for functions of any type.
    #[must_use]
    pub fn value(&self, index: usize, row: usize) -> Value {
        self.columns.get(index).map_or(Value::Null(Type::Dynamic), |c| c.value(self.ty(index), row))
    }

    /// The value of an argument that is the same in all rows.
    #[must_use]
    pub fn constant(&self, index: usize) -> Option<Value> {
        self.columns.get(index).filter(|c| c.is_constant()).map(|c| c.value(self.ty(index), 0))
    }

    /// The text of a `string` argument that is the same in all rows.
    #[must_use]
    pub fn constant_text(&self, index: usize) -> Option<&'a str> {
        let column = self.columns.get(index).filter(|c| c.is_constant())?;
        Some(Text { array: column.array().as_string_view_opt(), constant: true }.get(0))
    }

    /// A view of a `string` argument (also of a `guid`'s or a `dynamic`'s own text).
    #[must_use]
    pub fn text(&self, index: usize) -> Text<'a> {
        let column = self.columns.get(index);
        Text {
            array: column.and_then(|c| c.array().as_string_view_opt()),
            constant: column.is_some_and(Column::is_constant),
        }
    }

    /// A `string` argument whose rows are places in a dictionary. Only who says that it takes dictionaries is given one.
    #[must_use]
    pub fn dictionary(&self, index: usize) -> Option<Dictionary<'a>> {
        Dictionary::of(self.columns.get(index)?.array())
    }

    /// A view of a `long`, `datetime` or `timespan` argument; of an `int` through [`Args::int`].
    #[must_use]
    pub fn long(&self, index: usize) -> Longs<'a> {
        self.primitive(index)
    }

    /// A view of an `int` argument.
    #[must_use]
    pub fn int(&self, index: usize) -> Ints<'a> {
        self.primitive(index)
    }

    /// A view of a `real` argument.
    #[must_use]
    pub fn real(&self, index: usize) -> Reals<'a> {
        self.primitive(index)
    }

    /// A view of a `decimal` argument.
    #[must_use]
    pub fn decimal(&self, index: usize) -> Decimals<'a> {
        self.primitive(index)
    }

    /// A view of a `bool` argument.
    #[must_use]
    pub fn bool(&self, index: usize) -> Bools<'a> {
        let column = self.columns.get(index);
        Bools {
            array: column.and_then(|c| c.array().as_boolean_opt()),
            constant: column.is_some_and(Column::is_constant),
        }
    }

    /// A view of a `dynamic` argument.
    #[must_use]
    pub fn json(&self, index: usize) -> JsonColumn<'a> {
        JsonColumn { text: self.text(index), once: OnceCell::new() }
    }

    fn primitive<T: ArrowPrimitiveType>(&self, index: usize) -> Primitive<'a, T> {
        let column = self.columns.get(index);
        Primitive {
            array: column.and_then(|c| c.array().as_primitive_opt()),
            constant: column.is_some_and(Column::is_constant),
        }
    }

    /// Answers row by row; `None` is null. Asked once if all arguments are constants.
    ///
    /// # Errors
    /// None of its own: the result is an [`Answer`] so that a leaf can end with it.
    pub fn rows<C: Cell>(&self, mut answer: impl FnMut(usize) -> Option<C>) -> Answer {
        if self.all_constant() {
            Ok(Column::constant(C::collect(std::iter::once(answer(0)))))
        } else {
            Ok(Column::rows(C::collect((0..self.rows).map(answer))))
        }
    }

    /// Answers row by row with a value of the type that the call returns: the slow door, for functions of any type.
    ///
    /// # Errors
    /// None of its own, as for [`Args::rows`].
    pub fn values(&self, mut answer: impl FnMut(usize) -> Value) -> Answer {
        if self.all_constant() {
            Ok(Column::from_value(&answer(0)))
        } else {
            Ok(Column::from_values(self.returns, (0..self.rows).map(answer)))
        }
    }

    /// Whether every argument is the same in all rows.
    #[must_use]
    pub fn all_constant(&self) -> bool {
        self.columns.iter().all(Column::is_constant)
    }
}

/// A view of `string` values. A string is never null: what is missing reads as `""`.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    array: Option<&'a StringViewArray>,
    constant: bool,
}

impl<'a> Text<'a> {
    /// The text of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> &'a str {
        self.raw(row).unwrap_or("")
    }

    /// The text of a row, or `None` where there is none: for `guid`.
    #[must_use]
    pub fn raw(&self, row: usize) -> Option<&'a str> {
        let index = if self.constant { 0 } else { row };
        self.array.filter(|a| index < a.len() && a.is_valid(index)).map(|a| a.value(index))
    }
}

/// A view of numbers or of ticks.
#[derive(Debug, Clone, Copy)]
pub struct Primitive<'a, T: ArrowPrimitiveType> {
    array: Option<&'a PrimitiveArray<T>>,
    constant: bool,
}

/// A view of `long` values, or of ticks.
pub type Longs<'a> = Primitive<'a, Int64Type>;
/// A view of `int` values.
pub type Ints<'a> = Primitive<'a, Int32Type>;
/// A view of `real` values.
pub type Reals<'a> = Primitive<'a, Float64Type>;
/// A view of `decimal` values.
pub type Decimals<'a> = Primitive<'a, Decimal128Type>;

impl<T: ArrowPrimitiveType> Primitive<'_, T> {
    /// The value of a row; `None` is null.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<T::Native> {
        let index = if self.constant { 0 } else { row };
        self.array.filter(|a| index < a.len() && a.is_valid(index)).map(|a| a.value(index))
    }
}

impl Longs<'_> {
    /// The moment of a row of a `datetime` argument.
    #[must_use]
    pub fn datetime(&self, row: usize) -> Option<Datetime> {
        self.get(row).map(Datetime)
    }

    /// The length of time of a row of a `timespan` argument.
    #[must_use]
    pub fn timespan(&self, row: usize) -> Option<Timespan> {
        self.get(row).map(Timespan)
    }
}

impl Decimals<'_> {
    /// The units of a row.
    #[must_use]
    pub fn units(&self, row: usize) -> Option<DecimalUnits> {
        self.get(row).map(DecimalUnits)
    }
}

/// A view of `bool` values.
#[derive(Debug, Clone, Copy)]
pub struct Bools<'a> {
    array: Option<&'a BooleanArray>,
    constant: bool,
}

impl Bools<'_> {
    /// The value of a row; `None` is null.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<bool> {
        let index = if self.constant { 0 } else { row };
        self.array.filter(|a| index < a.len() && a.is_valid(index)).map(|a| a.value(index))
    }
}

/// A view of `dynamic` values. A constant is read once.
#[derive(Debug)]
pub struct JsonColumn<'a> {
    text: Text<'a>,
    once: OnceCell<Option<serde_json::Value>>,
}

impl JsonColumn<'_> {
    /// The value of a row; `None` is `dynamic(null)`.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Cow<'_, serde_json::Value>> {
        if self.text.constant {
            return self.once.get_or_init(|| self.read(0)).as_ref().map(Cow::Borrowed);
        }
        self.read(row).map(Cow::Owned)
    }

    /// The JSON text of a row; `None` is `dynamic(null)`.
    #[must_use]
    pub fn json_text(&self, row: usize) -> Option<&str> {
        self.text.raw(row)
    }

    fn read(&self, row: usize) -> Option<serde_json::Value> {
        serde_json::from_str(self.text.raw(row)?).ok().filter(|json: &serde_json::Value| !json.is_null())
    }
}
