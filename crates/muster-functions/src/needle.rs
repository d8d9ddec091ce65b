//! Finding a text in texts, prepared once and without allocation per search.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;
use memchr::memmem::Finder;

use crate::folding::fold;
use crate::terms::is_term;

/// Whether case counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Sensitive,
    Ignored,
}

/// Where a needle must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The whole text.
    Whole,
    /// Somewhere.
    Anywhere,
    /// At the start of the text.
    Start,
    /// At the end of the text.
    End,
    /// As terms: no term goes on to the left or to the right.
    Term,
    /// At the start of a term.
    TermStart,
    /// At the end of a term.
    TermEnd,
}

/// A text to look for.
#[derive(Debug)]
pub(crate) struct Needle<'a> {
    text: Cow<'a, str>,
    search: Search<'a>,
    /// Whether its first and its last character belong to terms: a needle that begins or ends with a separator brings
    /// its own border.
    term_head: bool,
    term_tail: bool,
}

#[derive(Debug)]
enum Search<'a> {
    Exact(Box<Finder<'a>>),
    /// ASCII without regard to case: jumps to the needle's rarest byte.
    Ascii {
        offset: usize,
        lower: u8,
        upper: u8,
    },
    /// Anything without regard to case: folded characters.
    Folded(Vec<char>),
}

/// Bytes from the most to the least common one in telemetry; what is not listed is rarer.
const COMMON: &[u8] = b" eaotinsrlcdmpuh.gf\\wb/vky0x12-jqz";

impl<'a> Needle<'a> {
    pub(crate) fn new(text: &'a str, case: Case) -> Self {
        let search = match case {
            Case::Sensitive => Search::Exact(Box::new(Finder::new(text))),
            Case::Ignored if text.is_ascii() => {
                let rarity = |b: u8| COMMON.iter().position(|c| *c == b.to_ascii_lowercase()).unwrap_or(COMMON.len());
                let (offset, byte) = text.bytes().enumerate().max_by_key(|(_, b)| rarity(*b)).unwrap_or((0, 0));
                Search::Ascii { offset, lower: byte.to_ascii_lowercase(), upper: byte.to_ascii_uppercase() }
            }
            Case::Ignored => Search::Folded(text.chars().map(fold).collect()),
        };
        let term_head = text.chars().next().is_some_and(is_term);
        let term_tail = text.chars().next_back().is_some_and(is_term);
        Self { text: Cow::Borrowed(text), search, term_head, term_tail }
    }

    /// A needle that owns its text.
    pub(crate) fn owned(text: String, case: Case) -> Needle<'static> {
        let Needle { search, term_head, term_tail, .. } = Needle::new(&text, case);
        let search = match search {
            Search::Exact(finder) => Search::Exact(Box::new(finder.into_owned())),
            Search::Ascii { offset, lower, upper } => Search::Ascii { offset, lower, upper },
            Search::Folded(chars) => Search::Folded(chars),
        };
        Needle { text: Cow::Owned(text), search, term_head, term_tail }
    }

    /// Whether it is in `text` at such a place. The empty needle is everywhere.
    pub(crate) fn is_at(&self, place: Place, text: &str) -> bool {
        match place {
            Place::Whole => self.is_whole(text),
            Place::Anywhere => self.find(text, 0).is_some(),
            Place::Start => self.is_start(text),
            Place::End => self.is_end(text),
            Place::Term => self.is_bordered(text, self.term_head, self.term_tail),
            Place::TermStart => self.is_bordered(text, self.term_head, false),
            Place::TermEnd => self.is_bordered(text, false, self.term_tail),
        }
    }

    /// The first place at or after byte `from`, which must be a border of characters.
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let rest = text.get(from..)?;
        if self.text.is_empty() {
            return Some(from..from);
        }
        match &self.search {
            Search::Exact(finder) => {
                let start = from + finder.find(rest.as_bytes())?;
                Some(start..start + self.text.len())
            }
            Search::Ascii { offset, lower, upper } => {
                let (bytes, needle) = (rest.as_bytes(), self.text.as_bytes());
                let mut at = *offset;
                loop {
                    at += memchr2(*lower, *upper, bytes.get(at..)?)?;
                    let start = at - offset;
                    if bytes.get(start..start + needle.len())?.eq_ignore_ascii_case(needle) {
                        return Some(from + start..from + start + needle.len());
                    }
                    at += 1;
                }
            }
            Search::Folded(needle) => rest.char_indices().find_map(|(start, _)| {
                let length = folded_prefix(&rest[start..], needle)?;
                Some(from + start..from + start + length)
            }),
        }
    }

    fn is_whole(&self, text: &str) -> bool {
        match &self.search {
            Search::Exact(_) => text == self.text,
            Search::Ascii { .. } => text.eq_ignore_ascii_case(&self.text),
            Search::Folded(needle) => folded_prefix(text, needle) == Some(text.len()),
        }
    }

    fn is_start(&self, text: &str) -> bool {
        match &self.search {
            Search::Exact(_) => text.starts_with(&*self.text),
            Search::Ascii { .. } => {
                text.as_bytes().get(..self.text.len()).is_some_and(|b| b.eq_ignore_ascii_case(self.text.as_bytes()))
            }
            Search::Folded(needle) => folded_prefix(text, needle).is_some(),
        }
    }

    fn is_end(&self, text: &str) -> bool {
        match &self.search {
            Search::Exact(_) => text.ends_with(&*self.text),
            Search::Ascii { .. } => {
                let bytes = text.as_bytes();
                let start = bytes.len().checked_sub(self.text.len());
                start.is_some_and(|s| bytes[s..].eq_ignore_ascii_case(self.text.as_bytes()))
            }
            Search::Folded(needle) => {
                let mut chars = text.chars().rev();
                needle.iter().rev().all(|n| chars.next().is_some_and(|c| fold(c) == *n))
            }
        }
    }

    fn is_bordered(&self, text: &str, left: bool, right: bool) -> bool {
        let mut from = 0;
        while let Some(found) = self.find(text, from) {
            let before = || text[..found.start].chars().next_back().is_some_and(is_term);
            let after = || text[found.end..].chars().next().is_some_and(is_term);
            if !(left && before() || right && after()) {
                return true;
            }
            match text[found.start..].chars().next() {
                Some(c) => from = found.start + c.len_utf8(),
                None => return false,
            }
        }
        false
    }
}

/// How many bytes of `text` its beginning takes that equals `needle` when folded.
fn folded_prefix(text: &str, needle: &[char]) -> Option<usize> {
    let mut chars = text.chars();
    for n in needle {
        if fold(chars.next()?) != *n {
            return None;
        }
    }
    Some(text.len() - chars.as_str().len())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a b", "a ", true)]
    #[case("xa b", "a ", false)]
    #[case("x ab y", " a", false)]
    #[case("x a-b y", " a", true)]
    #[case("a_b", "a", true)]
    #[case("a1", "a", false)]
    #[case("éa", "a", false)]
    #[case("xa a", "a", true)]
    #[case("b .b-", " ", true)]
    #[case("abc", "", true)]
    #[case("", "", true)]
    #[case("C:\\Windows\\CMD.EXE /c", "cmd.exe", true)]
    #[case("cmd.exe2", "cmd.exe", false)]
    #[case("der ÖLTANK", "öltank", true)]
    fn a_term_needs_a_border_only_where_the_needle_has_none(
        #[case] text: &str,
        #[case] needle: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(Needle::new(needle, Case::Ignored).is_at(Place::Term, text), expected);
    }

    #[rstest]
    #[case("xa b", "a ", Place::TermStart, false)]
    #[case("x ab y", " a", Place::TermStart, true)]
    #[case("xa b", "a ", Place::TermEnd, true)]
    #[case("x ab y", " a", Place::TermEnd, false)]
    #[case("err or", "r o", Place::TermStart, false)]
    #[case("an errorlog", "or", Place::TermEnd, false)]
    fn prefixes_and_suffixes_of_terms_need_one_border(
        #[case] text: &str,
        #[case] needle: &str,
        #[case] place: Place,
        #[case] expected: bool,
    ) {
        for case in [Case::Ignored, Case::Sensitive] {
            assert_eq!(Needle::new(needle, case).is_at(place, text), expected);
        }
    }

    #[test]
    fn case_is_ignored_without_allocating_or_splitting_characters() {
        let needle = Needle::new("ÉA", Case::Ignored);
        assert!(needle.is_at(Place::Anywhere, "xéay") && needle.is_at(Place::End, "xéa"));
        assert!(needle.is_at(Place::Start, "éab") && needle.is_at(Place::Whole, "éa"));
        assert!(!needle.is_at(Place::Whole, "éaé"));
        assert_eq!(Needle::new("aba", Case::Ignored).find("ÄxABABA", 5), Some(5..8));
    }
}
