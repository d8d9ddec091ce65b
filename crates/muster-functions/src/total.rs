//! Sums and means of each group.

use std::sync::Arc;

use arrow_array::{Decimal128Array, Float64Array, Int64Array};
use muster_catalog::Type;
use muster_values::{Answer, Args, Column, DecimalUnits, Failure, arrow_type};

use crate::GroupedFold;

/// The sum of each group; whole numbers, ticks and decimal units are added exactly.
#[derive(Debug, Default)]
pub(crate) enum Total {
    #[default]
    Unseen,
    Whole(Vec<i128>),
    Real(Vec<f64>),
}

impl Total {
    /// Adds argument 0 of each row, nulls left out; `counted` hears the group of each value added.
    fn add(
        &mut self,
        args: &Args<'_>,
        groups: &[usize],
        total: usize,
        counted: impl FnMut(usize),
    ) -> Result<(), Failure> {
        if matches!(self, Self::Unseen) {
            *self = if args.ty(0) == Type::Real { Self::Real(Vec::new()) } else { Self::Whole(Vec::new()) };
        }
        match self {
            Self::Unseen => Ok(()),
            Self::Real(sums) => {
                let view = args.real(0);
                run(sums, groups, total, |row| view.get(row), |sum, value| Some(sum + value), counted)
            }
            Self::Whole(sums) => {
                let add = |sum: i128, value: i128| sum.checked_add(value);
                match args.ty(0) {
                    Type::Int => {
                        let view = args.int(0);
                        run(sums, groups, total, |row| view.get(row).map(i128::from), add, counted)
                    }
                    Type::Decimal => {
                        let view = args.decimal(0);
                        run(sums, groups, total, |row| view.get(row), add, counted)
                    }
                    _ => {
                        let view = args.long(0);
                        run(sums, groups, total, |row| view.get(row).map(i128::from), add, counted)
                    }
                }
            }
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Unseen => 0,
            Self::Whole(sums) => sums.len() * 16,
            Self::Real(sums) => sums.len() * 8,
        }
    }
}

fn run<T: Copy + Default>(
    sums: &mut Vec<T>,
    groups: &[usize],
    total: usize,
    get: impl Fn(usize) -> Option<T>,
    add: impl Fn(T, T) -> Option<T>,
    mut counted: impl FnMut(usize),
) -> Result<(), Failure> {
    if sums.len() < total {
        sums.resize(total, T::default());
    }
    for (row, group) in groups.iter().enumerate() {
        if let (Some(value), Some(sum)) = (get(row), sums.get_mut(*group)) {
            *sum = add(*sum, value).ok_or_else(|| Failure::new("a sum exceeds the range of `decimal`"))?;
            counted(*group);
        }
    }
    Ok(())
}

/// `sum`: 0 of no values.
#[derive(Debug, Default)]
pub(crate) struct Sum(Total);

impl GroupedFold for Sum {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        self.0.add(args, groups, total, |_| {})
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        match std::mem::take(&mut self.0) {
            Total::Real(mut sums) => {
                sums.resize(total, 0.0);
                Ok(Column::rows(Arc::new(Float64Array::from(sums))))
            }
            Total::Whole(mut sums) => {
                sums.resize(total, 0);
                whole(sums, returns)
            }
            Total::Unseen if returns == Type::Real => Ok(Column::rows(Arc::new(Float64Array::from(vec![0.0; total])))),
            Total::Unseen => whole(vec![0; total], returns),
        }
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}

fn whole(sums: Vec<i128>, returns: Type) -> Answer {
    if returns == Type::Decimal {
        let array = Decimal128Array::from(sums).with_data_type(arrow_type(Type::Decimal));
        return Ok(Column::rows(Arc::new(array)));
    }
    let narrow =
        |sum: i128| i64::try_from(sum).map_err(|_| Failure::new(format!("a sum exceeds the range of `{returns}`")));
    let sums = sums.into_iter().map(narrow).collect::<Result<Vec<i64>, Failure>>()?;
    Ok(Column::rows(Arc::new(Int64Array::from(sums))))
}

/// `avg`: of no values NaN for a `real`, else null.
#[derive(Debug, Default)]
pub(crate) struct Mean {
    sums: Total,
    counts: Vec<u64>,
}

impl GroupedFold for Mean {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.counts.len() < total {
            self.counts.resize(total, 0);
        }
        let counts = &mut self.counts;
        self.sums.add(args, groups, total, |group| {
            if let Some(count) = counts.get_mut(group) {
                *count += 1;
            }
        })
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        let mut counts = std::mem::take(&mut self.counts);
        counts.resize(total, 0);
        let sums = std::mem::take(&mut self.sums);
        if returns == Type::Real {
            let sum = |group: usize| match &sums {
                Total::Unseen => 0.0,
                Total::Whole(sums) => sums.get(group).map_or(0.0, |sum| *sum as f64),
                Total::Real(sums) => sums.get(group).copied().unwrap_or(0.0),
            };
            let means = counts.iter().enumerate().map(|(group, count)| Some(sum(group) / *count as f64));
            return Ok(Column::rows(Arc::new(means.collect::<Float64Array>())));
        }
        let mean = |(group, count): (usize, &u64)| match &sums {
            Total::Whole(sums) => sums.get(group).and_then(|sum| sum.checked_div(i128::from(*count))),
            _ => None,
        };
        let means = counts.iter().enumerate().map(mean);
        if returns == Type::Decimal {
            return Ok(Column::rows(<DecimalUnits as muster_values::Cell>::collect(
                means.map(|m| m.map(DecimalUnits)),
            )));
        }
        let ticks = means.map(|mean| mean.and_then(|mean| i64::try_from(mean).ok()));
        Ok(Column::rows(Arc::new(ticks.collect::<Int64Array>())))
    }

    fn size(&self) -> usize {
        self.sums.size() + self.counts.len() * 8
    }
}
