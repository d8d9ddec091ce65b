//! Telling values apart, and counting the different ones of each group.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array};
use hashbrown::{HashMap, HashSet};
use muster_catalog::Type;
use muster_values::{Answer, Args, Bools, Column, Decimals, Dictionary, Failure, Ints, Longs, Reals, Text};

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
///
/// Columns that rules count by (images, accounts, devices) have few different values, so that most pairs are a bit.
#[derive(Debug, Default)]
pub(crate) struct Members {
    low: Vec<[u64; Self::WORDS]>,
    high: HashSet<(usize, u32)>,
}

impl Members {
    /// Words of 64 values that each group has; values of greater numbers are hashed.
    const WORDS: usize = 4;

    /// Adds a value to a group; says whether it is new there.
    pub(crate) fn insert(&mut self, group: usize, number: u32) -> bool {
        let word = number as usize / 64;
        if word >= Self::WORDS {
            return self.high.insert((group, number));
        }
        if self.low.len() <= group {
            self.low.resize(group + 1, [0; Self::WORDS]);
        }
        let Some(word) = self.low.get_mut(group).and_then(|words| words.get_mut(word)) else { return false };
        let bit = 1 << (number % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Bytes held, roughly.
    pub(crate) fn size(&self) -> usize {
        self.low.len() * Self::WORDS * 8 + self.high.len() * 17
    }
}

/// Numbers the values of an argument, batch by batch. Of a dictionary each text is looked up once.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    numbering: Numbering,
    /// The dictionary seen last, and the numbers of its texts: it comes with every batch of a file's part.
    dictionary: Option<(ArrayRef, Vec<Option<u32>>)>,
}

impl Numbers {
    /// The values of argument 0 in a batch.
    pub(crate) fn open<'n, 'a>(&'n mut self, args: &Args<'a>) -> Numbered<'n, 'a> {
        let Some(dictionary) = args.dictionary(0) else {
            return Numbered::Keys { numbering: &mut self.numbering, keys: Keys::open(args, 0) };
        };
        let texts = dictionary.texts();
        if self.dictionary.as_ref().is_none_or(|(seen, _)| !Arc::ptr_eq(seen, texts)) {
            self.dictionary = None;
        }
        let fresh = || (Arc::clone(texts), vec![None; texts.len() + 1]);
        let (_, known) = self.dictionary.get_or_insert_with(fresh);
        Numbered::Dictionary { numbering: &mut self.numbering, dictionary, known }
    }

    /// The number of a value that is no argument's, and whether it is new.
    pub(crate) fn number(&mut self, key: Key<'_>) -> (u32, bool) {
        self.numbering.number(key)
    }

    /// Bytes held, roughly.
    pub(crate) fn size(&self) -> usize {
        self.numbering.size()
    }
}

/// The numbered values of a batch.
pub(crate) enum Numbered<'n, 'a> {
    Keys { numbering: &'n mut Numbering, keys: Keys<'a> },
    Dictionary { numbering: &'n mut Numbering, dictionary: Dictionary<'a>, known: &'n mut [Option<u32>] },
}

impl<'a> Numbered<'_, 'a> {
    /// The number of a row's value, and the value if no row had it before; nothing for a null.
    pub(crate) fn get(&mut self, row: usize) -> Option<(u32, Option<Key<'a>>)> {
        match self {
            Self::Keys { numbering, keys } => {
                let key = keys.get(row)?;
                let (number, is_new) = numbering.number(key);
                Some((number, is_new.then_some(key)))
            }
            Self::Dictionary { numbering, dictionary, known } => {
                let place = dictionary.place(row);
                let slot = known.get_mut(place)?;
                if let Some(number) = slot {
                    return Some((*number, None));
                }
                let key = Key::Text(dictionary.text(place));
                let (number, is_new) = numbering.number(key);
                *slot = Some(number);
                Some((number, is_new.then_some(key)))
            }
        }
    }
}

/// `dcount`, `count_distinct`: exactly, nulls left out.
#[derive(Debug, Default)]
pub(crate) struct CountDistinct {
    numbers: Numbers,
    members: Members,
    counts: Vec<i64>,
}

impl GroupedFold for CountDistinct {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.counts.len() < total {
            self.counts.resize(total, 0);
        }
        let mut numbers = self.numbers.open(args);
        for (row, group) in groups.iter().enumerate() {
            let Some((number, _)) = numbers.get(row) else { continue };
            if self.members.insert(*group, number)
                && let Some(count) = self.counts.get_mut(*group)
            {
                *count += 1;
            }
        }
        Ok(())
    }

    fn takes_dictionaries(&self) -> bool {
        true
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut counts = std::mem::take(&mut self.counts);
        counts.resize(total, 0);
        Ok(Column::rows(Arc::new(Int64Array::from(counts))))
    }

    fn size(&self) -> usize {
        self.numbers.size() + self.members.size() + self.counts.len() * 8
    }
}
