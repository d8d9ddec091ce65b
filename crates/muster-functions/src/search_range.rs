//! The part of a text that `indexof` and `indexof_regex` search.

use muster_values::{Args, Longs};

use crate::texts::byte_of;

/// The arguments `start`, `length` and `occurrence`, from the third on.
#[derive(Debug)]
pub(crate) struct Range<'a> {
    columns: [Longs<'a>; 3],
    given: usize,
}

impl<'a> Range<'a> {
    pub(crate) fn of(args: &Args<'a>) -> Self {
        Self { columns: [args.long(2), args.long(3), args.long(4)], given: args.len().saturating_sub(2) }
    }

    /// Start, length and occurrence of a row; `None` where the result is null.
    pub(crate) fn get(&self, row: usize) -> Option<(i64, i64, i64)> {
        let value = |index: usize, default: i64| {
            if index < self.given { self.columns.get(index).and_then(|c| c.get(row)) } else { Some(default) }
        };
        let (start, length, occurrence) = (value(0, 0)?, value(1, -1)?, value(2, 1)?);
        (length >= -1 && occurrence >= 1).then_some((start, length, occurrence))
    }
}

/// A part of a text, with the number of its first character.
#[derive(Debug)]
pub(crate) struct Window<'a> {
    pub(crate) text: &'a str,
    first: i64,
}

impl<'a> Window<'a> {
    /// `length` characters from character number `start` on, or all if `length` is -1; `None` if the text is shorter
    /// than `start`.
    pub(crate) fn of(text: &'a str, start: i64, length: i64) -> Option<Self> {
        let rest = text.get(byte_of(text, usize::try_from(start).ok()?)?..)?;
        let end = usize::try_from(length).ok().and_then(|length| byte_of(rest, length)).unwrap_or(rest.len());
        Some(Self { text: rest.get(..end)?, first: start })
    }

    /// The number, in the whole text, of the character at byte `at` of the window.
    pub(crate) fn position(&self, at: usize) -> i64 {
        self.first + self.text.get(..at).map_or(0, |before| before.chars().count() as i64)
    }
}
