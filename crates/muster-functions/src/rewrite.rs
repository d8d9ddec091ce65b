//! Replacing the matches of a regular expression by a rewrite in RE2's notation.

use std::borrow::Cow;

use muster_values::{Answer, Args, Failure};
use regex::Captures;

use crate::patterns::Patterns;

/// A piece of a rewrite.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Group(usize),
}

/// Replaces in the argument `source` all matches of the argument `pattern` by the argument `rewrite`.
pub(crate) fn replace(args: &Args<'_>, source: usize, pattern: usize, rewrite: usize) -> Answer {
    let patterns = Patterns::of(args, pattern)?;
    let (texts, rewrites) = (args.text(source), args.text(rewrite));
    let constant = args.constant_text(rewrite).map(read).transpose()?;
    let each = match constant {
        Some(_) => Vec::new(),
        None => (0..args.row_count()).map(|row| read(rewrites.get(row))).collect::<Result<Vec<_>, _>>()?,
    };
    let pieces = |row: usize| constant.as_ref().or_else(|| each.get(row));
    // Where both are constants one row tells, and there need not be any.
    let constants = constant.is_some() && matches!(patterns, Patterns::One(_));
    for row in 0..if constants { 1 } else { args.row_count() } {
        let (Some(pieces), Some(regex)) = (pieces(row), patterns.get(row)) else { continue };
        if let Some(number) = pieces.iter().filter_map(Piece::number).find(|n| *n >= regex.captures_len()) {
            return Err(Failure::new(format!("the regular expression `{regex}` has no group {number}")));
        }
    }
    args.rows(|row| {
        let (text, pieces) = (texts.get(row), pieces(row)?);
        let replaced = patterns.get(row)?.replace_all(text, |captures: &Captures<'_>| expand(pieces, captures));
        Some(match replaced {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(owned) => Cow::Owned(owned),
        })
    })
}

impl Piece {
    fn number(&self) -> Option<usize> {
        match self {
            Self::Group(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

fn expand(pieces: &[Piece], captures: &Captures<'_>) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Group(number) => text.push_str(captures.get(*number).map_or("", |found| found.as_str())),
        }
    }
    text
}

fn read(rewrite: &str) -> Result<Vec<Piece>, Failure> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut chars = rewrite.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('\\') => plain.push('\\'),
            Some(digit @ '0'..='9') => {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
                pieces.push(Piece::Group(digit as usize - '0' as usize));
            }
            _ => {
                let message =
                    format!("`{rewrite}` is not a rewrite: a backslash needs a digit or a backslash after it");
                return Err(Failure::new(message));
            }
        }
    }
    pieces.push(Piece::Text(plain));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_are_groups_or_themselves() {
        let text = |t: &str| Piece::Text(t.to_owned());
        assert_eq!(read(r"a\1\\$1"), Ok(vec![text("a"), Piece::Group(1), text(r"\$1")]));
        assert!(read(r"a\n").is_err() && read(r"a\").is_err());
    }
}
