//! The value of a row at a distance: `prev` and `next`.

use arrow_array::{Array, UInt64Array};
use arrow_select::interleave::interleave;
use muster_values::{Answer, Args, Column, Failure};

/// Where the other row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Before.
    Before,
    /// After.
    After,
}

/// Argument 0 of the row that is argument 1 rows away (1 if left out); argument 2 of the row itself, or null, where
/// there is no such row.
pub(crate) fn neighbor(args: &Args<'_>, side: Side) -> Answer {
    let rows = args.row_count();
    let nothing = Column::from_value(&muster_catalog::Value::null(args.ty(0)));
    let value = args.column(0).unwrap_or(&nothing);
    let default = args.column(2).unwrap_or(&nothing);
    let distance = if args.len() > 1 { args.long(1).get(0) } else { Some(1) };
    let distance = distance.and_then(|distance| usize::try_from(distance).ok());
    let distance = distance.ok_or_else(|| Failure::new("the offset of a row must not be null or negative"))?;
    let place = |row: usize| {
        let other = match side {
            Side::Before => row.checked_sub(distance),
            Side::After => row.checked_add(distance).filter(|other| *other < rows),
        };
        other.map_or((1, default.index(row)), |other| (0, value.index(other)))
    };
    let places: Vec<(usize, usize)> = (0..rows).map(place).collect();
    if places.is_empty() {
        let none = UInt64Array::from(Vec::<u64>::new());
        return arrow_select::take::take(value.array(), &none, None).map(Column::rows).map_err(fault);
    }
    let sources: [&dyn Array; 2] = [value.array().as_ref(), default.array().as_ref()];
    interleave(&sources, &places).map(Column::rows).map_err(fault)
}

fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("rows cannot be moved: {error}"))
}
