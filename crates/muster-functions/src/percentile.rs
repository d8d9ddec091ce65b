//! Percentiles by nearest rank.

use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Column, Failure, to_json};
use serde_json::Value as Json;

use crate::GroupedFold;

/// Where the arguments of a call are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The index of the weight.
    pub(crate) weight: Option<usize>,
    /// The index of the first percentile.
    pub(crate) percentile: usize,
    /// Whether all percentiles go into one array.
    pub(crate) array: bool,
}

/// `percentile` and its kin.
///
/// Of several percentiles that are columns of their own, this folds the first: the engine folds each by itself.
#[derive(Debug)]
pub(crate) struct Percentile {
    layout: Layout,
    percentiles: Vec<f64>,
    samples: Vec<Vec<Sample>>,
    count: usize,
}

#[derive(Debug, Clone, Copy)]
struct Sample {
    value: Number,
    weight: u64,
}

#[derive(Debug, Clone, Copy)]
enum Number {
    Whole(i64),
    Real(f64),
}

impl Percentile {
    /// A fresh fold.
    pub(crate) fn boxed(layout: Layout) -> Box<dyn GroupedFold> {
        Box::new(Self { layout, percentiles: Vec::new(), samples: Vec::new(), count: 0 })
    }

    fn read_percentiles(&mut self, args: &Args<'_>) -> Result<(), Failure> {
        if !self.percentiles.is_empty() {
            return Ok(());
        }
        let first = self.layout.percentile;
        let last = if self.layout.array { args.len() } else { first + 1 };
        for index in first..last {
            if args.ty(index) == Type::Dynamic {
                let json = args.json(index);
                let items = json.get(0);
                let Some(Json::Array(items)) = items.as_deref() else {
                    return Err(Failure::new("percentiles must be an array of numbers"));
                };
                for item in items {
                    self.percentiles.push(checked(item.as_f64())?);
                }
            } else {
                self.percentiles.push(checked(args.real(index).get(0))?);
            }
        }
        Ok(())
    }
}

fn checked(percentile: Option<f64>) -> Result<f64, Failure> {
    match percentile {
        Some(p) if (0.0..=100.0).contains(&p) => Ok(p),
        Some(p) => Err(Failure::new(format!("a percentile must be between 0 and 100, but is {p}"))),
        None => Err(Failure::new("a percentile must be a number")),
    }
}

impl GroupedFold for Percentile {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.samples.len() < total {
            self.samples.resize_with(total, Vec::new);
        }
        if groups.is_empty() {
            return Ok(());
        }
        self.read_percentiles(args)?;
        let (is_real, reals, longs) = (args.ty(0) == Type::Real, args.real(0), args.long(0));
        let weights = self.layout.weight.map(|index| args.long(index));
        for (row, group) in groups.iter().enumerate() {
            let value = if is_real { reals.get(row).map(Number::Real) } else { longs.get(row).map(Number::Whole) };
            let weight = match &weights {
                None => Some(1),
                Some(view) => view.get(row).and_then(|weight| u64::try_from(weight).ok()).filter(|weight| *weight > 0),
            };
            if let (Some(value), Some(weight), Some(samples)) = (value, weight, self.samples.get_mut(*group)) {
                samples.push(Sample { value, weight });
                self.count += 1;
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        let mut samples = std::mem::take(&mut self.samples);
        samples.resize_with(total, Vec::new);
        let element = if self.layout.array { None } else { Some(returns) };
        let values = samples.into_iter().map(|mut samples| {
            samples.sort_by(|a, b| match (a.value, b.value) {
                (Number::Whole(a), Number::Whole(b)) => a.cmp(&b),
                (Number::Real(a), Number::Real(b)) => a.total_cmp(&b),
                _ => std::cmp::Ordering::Equal,
            });
            let answers: Vec<Option<Number>> = self.percentiles.iter().map(|p| nearest_rank(&samples, *p)).collect();
            match element {
                Some(ty) => match answers.first().copied().flatten() {
                    Some(number) => typed(number, ty),
                    None => Value::null(ty),
                },
                None if samples.is_empty() => Value::Null(Type::Dynamic),
                None => Value::Dynamic(answers.into_iter().map(json).collect()),
            }
        });
        Ok(Column::from_values(returns, values))
    }

    fn size(&self) -> usize {
        self.count * std::mem::size_of::<Sample>()
    }
}

/// The least value that at least `percentile` per cent of the weight is not above.
fn nearest_rank(sorted: &[Sample], percentile: f64) -> Option<Number> {
    let weight: u128 = sorted.iter().map(|sample| u128::from(sample.weight)).sum();
    // Multiplied first: 7 / 100 * 100 is a little more than 7. The rest of such errors is taken off before rounding up.
    let exact = percentile * weight as f64 / 100.0;
    let rank = (exact - exact * 1e-12).ceil().max(1.0);
    let mut passed = 0u128;
    for sample in sorted {
        passed += u128::from(sample.weight);
        if passed as f64 >= rank {
            return Some(sample.value);
        }
    }
    sorted.last().map(|sample| sample.value)
}

fn typed(number: Number, ty: Type) -> Value {
    match (number, ty) {
        (Number::Real(r), _) => Value::Real(r),
        (Number::Whole(ticks), Type::Datetime) => Value::Datetime(muster_catalog::Datetime(ticks)),
        (Number::Whole(ticks), Type::Timespan) => Value::Timespan(muster_catalog::Timespan(ticks)),
        (Number::Whole(i), _) => Value::Long(i),
    }
}

fn json(number: Option<Number>) -> Json {
    match number {
        None => Json::Null,
        Some(Number::Whole(i)) => Json::from(i),
        Some(Number::Real(r)) => to_json(&Value::Real(r)),
    }
}
