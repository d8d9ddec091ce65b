//! Regular expressions. Kusto's dialect is that of the regex crate, by the documentation of both.

use std::collections::BTreeMap;

use muster_values::{Args, Failure};
use regex::Regex;

/// Reads a regular expression.
///
/// # Errors
/// What is wrong with it, in one line.
pub fn compile(pattern: &str) -> Result<Regex, Failure> {
    Regex::new(pattern).or_else(|error| {
        // Rules of the time when Kusto used RE2 have what is an error in today's dialect.
        let old = crate::re2::translate(pattern).filter(|old| old != pattern).and_then(|old| Regex::new(&old).ok());
        old.ok_or_else(|| {
            let text = error.to_string();
            let reason = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
            let reason = reason.trim().trim_start_matches("error: ").trim_end_matches('.');
            let shown: String = pattern.chars().take(SHOWN).collect();
            let more = if shown.len() < pattern.len() { "…" } else { "" };
            Failure::new(format!("`{shown}{more}` is not a regular expression: {reason}"))
        })
    })
}

/// How many characters of a regular expression a message shows.
const SHOWN: usize = 60;

/// The regular expressions of an argument, each read once a batch.
#[derive(Debug)]
pub(crate) enum Patterns {
    /// The same in all rows.
    One(Box<Regex>),
    /// One a row: an index into the distinct ones.
    Each { distinct: Vec<Regex>, rows: Vec<usize> },
}

impl Patterns {
    /// Reads those of the argument at `index`.
    pub(crate) fn of(args: &Args<'_>, index: usize) -> Result<Self, Failure> {
        Self::with(args, index, compile)
    }

    /// Reads those of the argument at `index` with `read`.
    pub(crate) fn with(
        args: &Args<'_>,
        index: usize,
        read: impl Fn(&str) -> Result<Regex, Failure>,
    ) -> Result<Self, Failure> {
        if let Some(pattern) = args.constant_text(index) {
            return Ok(Self::One(Box::new(read(pattern)?)));
        }
        let texts = args.text(index);
        let (mut distinct, mut rows) = (Vec::new(), Vec::with_capacity(args.row_count()));
        let mut known = BTreeMap::new();
        for row in 0..args.row_count() {
            let text = texts.get(row);
            let at = if let Some(at) = known.get(text) {
                *at
            } else {
                distinct.push(read(text)?);
                known.insert(text, distinct.len() - 1);
                distinct.len() - 1
            };
            rows.push(at);
        }
        Ok(Self::Each { distinct, rows })
    }

    /// The one of a row; `None` only for a row that the batch does not have.
    pub(crate) fn get(&self, row: usize) -> Option<&Regex> {
        match self {
            Self::One(regex) => Some(regex),
            Self::Each { distinct, rows } => distinct.get(*rows.get(row)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        let failure = compile("a(b").expect_err("unclosed");
        assert_eq!(failure.message, "`a(b` is not a regular expression: unclosed group");
    }

    #[test]
    fn look_around_and_back_references_are_refused() {
        assert!(compile("(?=a)").is_err() && compile(r"(a)\1").is_err());
    }
}
