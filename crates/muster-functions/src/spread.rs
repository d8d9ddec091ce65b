//! Variances and covariances of each group.

use std::sync::Arc;

use arrow_array::Float64Array;
use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Column, Failure};

use crate::GroupedFold;

/// Whether the values are all there are, or a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Divides by the count less 1.
    Sample,
    /// Divides by the count.
    Population,
}

/// What is asked of the variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The variance itself.
    Variance,
    /// Its root.
    Deviation,
}

/// Sums of products of deviations, updated value by value (Welford), which loses no digits to a large mean.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    count: f64,
    mean_x: f64,
    mean_y: f64,
    products: f64,
}

impl Moments {
    fn add(&mut self, x: f64, y: f64) {
        self.count += 1.0;
        let dx = x - self.mean_x;
        self.mean_x += dx / self.count;
        self.mean_y += (y - self.mean_y) / self.count;
        self.products += dx * (y - self.mean_y);
    }

    /// 0 where there are too few values.
    fn covariance(&self, of: Of) -> f64 {
        let divisor = if of == Of::Sample { self.count - 1.0 } else { self.count };
        if divisor > 0.0 { self.products / divisor } else { 0.0 }
    }
}

/// `stdev`, `variance`, `covariance` and their kin. Rows with a null are left out.
#[derive(Debug)]
pub(crate) struct Spread {
    of: Of,
    measure: Measure,
    second: usize,
    moments: Vec<Moments>,
}

impl Spread {
    /// A fresh fold of argument 0.
    pub(crate) fn new(measure: Measure, of: Of) -> Self {
        Self { of, measure, second: 0, moments: Vec::new() }
    }

    /// A fresh fold of arguments 0 and 1.
    pub(crate) fn covariance(of: Of) -> Self {
        Self { second: 1, ..Self::new(Measure::Variance, of) }
    }
}

/// An argument that is a number, as a real.
pub(crate) fn number<'a>(args: &Args<'a>, index: usize) -> Box<dyn Fn(usize) -> Option<f64> + 'a> {
    match args.ty(index) {
        Type::Int => {
            let view = args.int(index);
            Box::new(move |row| view.get(row).map(f64::from))
        }
        Type::Long => {
            let view = args.long(index);
            Box::new(move |row| view.get(row).map(|i| i as f64))
        }
        Type::Decimal => {
            let view = args.decimal(index);
            let scale = 10f64.powi(i32::from(Value::DECIMAL_SCALE));
            Box::new(move |row| view.get(row).map(|units| units as f64 / scale))
        }
        _ => {
            let view = args.real(index);
            Box::new(move |row| view.get(row))
        }
    }
}

impl GroupedFold for Spread {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.moments.len() < total {
            self.moments.resize(total, Moments::default());
        }
        let (xs, ys) = (number(args, 0), number(args, self.second));
        for (row, group) in groups.iter().enumerate() {
            if let (Some(x), Some(y), Some(moments)) = (xs(row), ys(row), self.moments.get_mut(*group)) {
                moments.add(x, y);
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut moments = std::mem::take(&mut self.moments);
        moments.resize(total, Moments::default());
        let answers = moments.iter().map(|m| {
            let variance = m.covariance(self.of);
            Some(if self.measure == Measure::Deviation { variance.sqrt() } else { variance })
        });
        Ok(Column::rows(Arc::new(answers.collect::<Float64Array>())))
    }

    fn size(&self) -> usize {
        self.moments.len() * std::mem::size_of::<Moments>()
    }
}
