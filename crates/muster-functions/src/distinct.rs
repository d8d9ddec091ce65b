//! Telling values apart, and counting the different ones of each group.

use std::sync::Arc;

use arrow_array::Int64Array;
use hashbrown::{HashMap, HashSet};
use muster_catalog::Type;
use muster_values::{Answer, Args, Bools, Column, Decimals, Failure, Ints, Longs, Reals, Text};

use crate::GroupedFold;

/// What makes a value different from others of its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Key<'a> {
    Number(i128),
    Text(&'a str),
}

/// An argument of any type as keys.
#[derive(Debug)]
pub(crate) enum Keys<'a> {
    Bool(Bools<'a>),
    Int(Ints<'a>),
    Long(Longs<'a>),
    Real(Reals<'a>),
    Decimal(Decimals<'a>),
    String(Text<'a>),
    Nullable(Text<'a>),
}

impl<'a> Keys<'a> {
    /// The argument with this index.
    pub(crate) fn open(args: &Args<'a>, index: usize) -> Self {
        match args.ty(index) {
            Type::Bool => Self::Bool(args.bool(index)),
            Type::Int => Self::Int(args.int(index)),
            Type::Long | Type::Datetime | Type::Timespan => Self::Long(args.long(index)),
            Type::Real => Self::Real(args.real(index)),
            Type::Decimal => Self::Decimal(args.decimal(index)),
            Type::String => Self::String(args.text(index)),
            Type::Guid | Type::Dynamic => Self::Nullable(args.text(index)),
        }
    }

    /// The key of a row; `None` is null.
    pub(crate) fn get(&self, row: usize) -> Option<Key<'a>> {
        match self {
            Self::Bool(view) => view.get(row).map(|b| Key::Number(i128::from(b))),
            Self::Int(view) => view.get(row).map(|i| Key::Number(i128::from(i))),
            Self::Long(view) => view.get(row).map(|i| Key::Number(i128::from(i))),
            // Zero has two signs and NaN many bit patterns; each is one value.
            Self::Real(view) => view.get(row).map(|r| {
                let plain = if r == 0.0 { 0.0 } else { r };
                Key::Number(i128::from(if plain.is_nan() { f64::NAN.to_bits() } else { plain.to_bits() }))
            }),
            Self::Decimal(view) => view.get(row).map(Key::Number),
            Self::String(view) => Some(Key::Text(view.get(row))),
            Self::Nullable(view) => view.raw(row).map(Key::Text),
        }
    }
}

/// Numbers the values of one type in the order of their first appearance. The maps are only asked, never walked.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    numbers: HashMap<i128, u32>,
    texts: HashMap<String, u32>,
    next: u32,
    bytes: usize,
}

impl Numbering {
    /// The number of a value, and whether it is new.
    pub(crate) fn number(&mut self, key: Key<'_>) -> (u32, bool) {
        let next = self.next;
        let number = match key {
            Key::Number(value) => *self.numbers.entry(value).or_insert(next),
            Key::Text(text) => *self.texts.entry_ref(text).or_insert(next),
        };
        let is_new = number == next;
        if is_new {
            self.next += 1;
            self.bytes += 24 + if let Key::Text(text) = key { text.len() } else { 0 };
        }
        (number, is_new)
    }

    /// Bytes held, roughly.
    pub(crate) fn size(&self) -> usize {
        self.bytes
    }
}

/// Pairs of a group and the number of a value that it has.
#[derive(Debug, Default)]
pub(crate) struct Members(HashSet<(usize, u32)>);

impl Members {
    /// Adds a value to a group; says whether it is new there.
    pub(crate) fn insert(&mut self, group: usize, number: u32) -> bool {
        self.0.insert((group, number))
    }

    /// Bytes held, roughly.
    pub(crate) fn size(&self) -> usize {
        self.0.len() * 17
    }
}

/// `dcount`, `count_distinct`: exactly, nulls left out.
#[derive(Debug, Default)]
pub(crate) struct CountDistinct {
    numbering: Numbering,
    members: Members,
    counts: Vec<i64>,
}

impl GroupedFold for CountDistinct {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.counts.len() < total {
            self.counts.resize(total, 0);
        }
        let keys = Keys::open(args, 0);
        for (row, group) in groups.iter().enumerate() {
            let Some(key) = keys.get(row) else { continue };
            let (number, _) = self.numbering.number(key);
            if self.members.insert(*group, number)
                && let Some(count) = self.counts.get_mut(*group)
            {
                *count += 1;
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut counts = std::mem::take(&mut self.counts);
        counts.resize(total, 0);
        Ok(Column::rows(Arc::new(Int64Array::from(counts))))
    }

    fn size(&self) -> usize {
        self.numbering.size() + self.members.size() + self.counts.len() * 8
    }
}
