//! What a leaf needs.

pub use std::borrow::Cow;

pub use muster_catalog::{Datetime, TICKS_PER_DAY, TICKS_PER_SECOND, Timespan, Type, Value};
pub use muster_values::{
    Answer, Args, Cell, Column, DecimalUnits, Failure, JsonColumn, Longs, Reals, Text, to_json, to_text,
};

pub use crate::entry::{Aggregate, Category, Example, Fold, GroupedFold, Naming, PerGroup, Scalar, Window, eg};
