//! Bits of all values of each group.

use std::sync::Arc;

use arrow_array::{Int32Array, Int64Array};
use muster_catalog::Type;
use muster_values::{Answer, Args, Column, Failure};

use crate::GroupedFold;

/// `binary_all_and`, `binary_all_or`, `binary_all_xor`.
#[derive(Debug)]
pub(crate) struct Bitwise {
    combine: fn(i64, i64) -> i64,
    bits: Vec<Option<i64>>,
}

impl Bitwise {
    /// A fresh fold.
    pub(crate) fn boxed(combine: fn(i64, i64) -> i64) -> Box<dyn GroupedFold> {
        Box::new(Self { combine, bits: Vec::new() })
    }
}

impl GroupedFold for Bitwise {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.bits.len() < total {
            self.bits.resize(total, None);
        }
        let (is_int, ints, longs) = (args.ty(0) == Type::Int, args.int(0), args.long(0));
        for (row, group) in groups.iter().enumerate() {
            let value = if is_int { ints.get(row).map(i64::from) } else { longs.get(row) };
            if let (Some(value), Some(bits)) = (value, self.bits.get_mut(*group)) {
                *bits = Some(bits.map_or(value, |bits| (self.combine)(bits, value)));
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        let mut bits = std::mem::take(&mut self.bits);
        bits.resize(total, None);
        if returns == Type::Int {
            let ints = bits.into_iter().map(|bits| bits.and_then(|bits| i32::try_from(bits).ok()));
            return Ok(Column::rows(Arc::new(ints.collect::<Int32Array>())));
        }
        Ok(Column::rows(Arc::new(Int64Array::from(bits))))
    }

    fn size(&self) -> usize {
        self.bits.len() * 16
    }
}
