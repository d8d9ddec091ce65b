//! One KQL value, without Arrow.

use uuid::Uuid;

use crate::{Datetime, Timespan, Type};

/// One KQL value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The null of a type. There is no null of `string`.
    Null(Type),
    /// `bool`
    Bool(bool),
    /// `int`
    Int(i32),
    /// `long`
    Long(i64),
    /// `real`
    Real(f64),
    /// `decimal`, in units of 10⁻¹⁸.
    Decimal(i128),
    /// `string`
    String(String),
    /// `datetime`
    Datetime(Datetime),
    /// `timespan`
    Timespan(Timespan),
    /// `guid`
    Guid(Uuid),
    /// `dynamic`, other than `dynamic(null)`.
    Dynamic(serde_json::Value),
}

impl Value {
    /// How many units of the last decimal place make 1: `decimal` values are kept as multiples of its inverse.
    pub const DECIMAL_SCALE: u8 = 18;

    /// The null of `ty`; for `string` the empty string, which is what Kusto has in its place.
    #[must_use]
    pub fn null(ty: Type) -> Self {
        match ty {
            Type::String => Self::String(String::new()),
            other => Self::Null(other),
        }
    }

    /// The type of this value.
    #[must_use]
    pub fn ty(&self) -> Type {
        match self {
            Self::Null(ty) => *ty,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Long(_) => Type::Long,
            Self::Real(_) => Type::Real,
            Self::Decimal(_) => Type::Decimal,
            Self::String(_) => Type::String,
            Self::Datetime(_) => Type::Datetime,
            Self::Timespan(_) => Type::Timespan,
            Self::Guid(_) => Type::Guid,
            Self::Dynamic(_) => Type::Dynamic,
        }
    }

    /// Whether this is a null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }
}
