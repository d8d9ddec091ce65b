//! The least and the greatest value of each group.

use std::sync::Arc;

use arrow_array::{Decimal128Array, Float64Array, Int32Array, Int64Array};
use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Cell, Column, Failure, arrow_type};

use crate::GroupedFold;

/// Which end of the order wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `min`, `arg_min`.
    Least,
    /// `max`, `arg_max`.
    Greatest,
}

/// The best value seen of each group; `None` while there are only nulls.
#[derive(Debug, Default)]
pub(crate) enum Best {
    #[default]
    Unseen,
    Long(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Decimal(Vec<Option<i128>>),
    Text(Vec<Option<String>>),
}

impl Best {
    /// Offers argument 0 of each row to the row's group; `won` hears of each row that becomes its group's best.
    ///
    /// The first of equal values stays. A null never wins; a NaN only over nulls. Text is compared by code point.
    pub(crate) fn offer(
        &mut self,
        args: &Args<'_>,
        groups: &[usize],
        total: usize,
        direction: Direction,
        won: impl FnMut(usize, usize),
    ) {
        let wants_less = direction == Direction::Least;
        if matches!(self, Self::Unseen) {
            *self = match args.ty(0) {
                Type::Real => Self::Real(Vec::new()),
                Type::Decimal => Self::Decimal(Vec::new()),
                Type::String | Type::Guid | Type::Dynamic => Self::Text(Vec::new()),
                Type::Bool | Type::Int | Type::Long | Type::Datetime | Type::Timespan => Self::Long(Vec::new()),
            };
        }
        match self {
            Self::Unseen => {}
            Self::Long(best) => {
                let better = |new: &i64, old: &i64| if wants_less { new < old } else { new > old };
                match args.ty(0) {
                    Type::Bool => {
                        let view = args.bool(0);
                        run(best, groups, total, |row| view.get(row).map(i64::from), better, won);
                    }
                    Type::Int => {
                        let view = args.int(0);
                        run(best, groups, total, |row| view.get(row).map(i64::from), better, won);
                    }
                    _ => {
                        let view = args.long(0);
                        run(best, groups, total, |row| view.get(row), better, won);
                    }
                }
            }
            Self::Real(best) => {
                let view = args.real(0);
                let better = |new: &f64, old: &f64| {
                    if old.is_nan() {
                        !new.is_nan()
                    } else if wants_less {
                        new < old
                    } else {
                        new > old
                    }
                };
                run(best, groups, total, |row| view.get(row), better, won);
            }
            Self::Decimal(best) => {
                let view = args.decimal(0);
                let better = |new: &i128, old: &i128| if wants_less { new < old } else { new > old };
                run(best, groups, total, |row| view.get(row), better, won);
            }
            Self::Text(best) => {
                let view = args.text(0);
                let is_string = args.ty(0) == Type::String;
                let get = |row| if is_string { Some(view.get(row)) } else { view.raw(row) };
                run_text(best, groups, total, get, wants_less, won);
            }
        }
    }

    /// The best values as a column of type `ty`.
    fn take(&mut self, total: usize, ty: Type) -> Column {
        match std::mem::take(self) {
            Self::Unseen => Column::from_values(ty, (0..total).map(|_| Value::null(ty))),
            Self::Long(mut best) => {
                best.resize(total, None);
                match ty {
                    Type::Bool => Column::rows(bool::collect(best.into_iter().map(|b| b.map(|b| b != 0)))),
                    Type::Int => Column::rows(Arc::new(
                        best.into_iter().map(|b| b.and_then(|b| i32::try_from(b).ok())).collect::<Int32Array>(),
                    )),
                    _ => Column::rows(Arc::new(Int64Array::from(best))),
                }
            }
            Self::Real(mut best) => {
                best.resize(total, None);
                Column::rows(Arc::new(Float64Array::from(best)))
            }
            Self::Decimal(mut best) => {
                best.resize(total, None);
                let array = Decimal128Array::from(best).with_data_type(arrow_type(Type::Decimal));
                Column::rows(Arc::new(array))
            }
            Self::Text(mut best) => {
                best.resize(total, None);
                if ty == Type::String {
                    Column::rows(String::collect(best.into_iter()))
                } else {
                    Column::rows(Arc::new(arrow_array::StringViewArray::from_iter(best)))
                }
            }
        }
    }

    /// Bytes held, roughly.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Unseen => 0,
            Self::Long(best) => best.len() * 16,
            Self::Real(best) => best.len() * 16,
            Self::Decimal(best) => best.len() * 32,
            Self::Text(best) => best.iter().map(|text| 24 + text.as_ref().map_or(0, String::len)).sum(),
        }
    }
}

fn run<T>(
    best: &mut Vec<Option<T>>,
    groups: &[usize],
    total: usize,
    get: impl Fn(usize) -> Option<T>,
    better: impl Fn(&T, &T) -> bool,
    mut won: impl FnMut(usize, usize),
) {
    if best.len() < total {
        best.resize_with(total, || None);
    }
    for (row, group) in groups.iter().enumerate() {
        if let (Some(new), Some(place)) = (get(row), best.get_mut(*group))
            && place.as_ref().is_none_or(|old| better(&new, old))
        {
            *place = Some(new);
            won(*group, row);
        }
    }
}

fn run_text<'a>(
    best: &mut Vec<Option<String>>,
    groups: &[usize],
    total: usize,
    get: impl Fn(usize) -> Option<&'a str>,
    wants_less: bool,
    mut won: impl FnMut(usize, usize),
) {
    if best.len() < total {
        best.resize_with(total, || None);
    }
    for (row, group) in groups.iter().enumerate() {
        let (Some(new), Some(place)) = (get(row), best.get_mut(*group)) else { continue };
        let better = match place.as_deref() {
            None => true,
            Some(old) if wants_less => new < old,
            Some(old) => new > old,
        };
        if better {
            match place {
                Some(text) => {
                    text.clear();
                    text.push_str(new);
                }
                None => *place = Some(new.to_owned()),
            }
            won(*group, row);
        }
    }
}

/// `min` and `max`.
#[derive(Debug)]
pub(crate) struct Extreme {
    direction: Direction,
    best: Best,
}

impl Extreme {
    /// A fresh fold.
    pub(crate) fn new(direction: Direction) -> Self {
        Self { direction, best: Best::default() }
    }
}

impl GroupedFold for Extreme {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        self.best.offer(args, groups, total, self.direction, |_, _| {});
        Ok(())
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        Ok(self.best.take(total, returns))
    }

    fn size(&self) -> usize {
        self.best.size()
    }
}
