//! What `has_any` and `has_all` look for: a few terms, or hundreds of them in one pass.

use crate::needle::{Case, Needle, Place};
use crate::terms::is_term;

/// Up to so many needles, looking for each is faster than looking for all at once.
const FEW: usize = 4;

/// Needles, prepared once.
#[derive(Debug)]
pub(crate) struct Needles {
    /// Whether one of them is empty: it is everywhere.
    empty: bool,
    /// Looked for one by one.
    single: Vec<Needle<'static>>,
    /// Looked for all at once.
    many: Option<Many>,
}

/// ASCII needles by the longest term in each. Where a needle is in a text as `has` wants it, that term is a term of the
/// text, so only needles whose longest term is a term of the text are compared with it.
#[derive(Debug)]
struct Many {
    needles: Vec<Parts>,
    /// Which slots have needles.
    used: Box<[u64; SLOTS / 64]>,
    /// The needles by the slot of their longest terms.
    by_slot: Vec<Vec<usize>>,
}

/// A needle and its longest term.
#[derive(Debug)]
struct Parts {
    text: String,
    start: usize,
    length: usize,
    /// Whether the needle's first and last character belong to a term.
    borders: (bool, bool),
}

/// What is kept from row to row so that a row allocates nothing.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    met: Vec<bool>,
}

impl Needles {
    pub(crate) fn new(texts: Vec<String>) -> Self {
        let empty = texts.iter().any(String::is_empty);
        let mut texts: Vec<String> = texts.into_iter().filter(|t| !t.is_empty()).collect();
        let mut many = None;
        if texts.len() > FEW {
            let (terms, others): (Vec<_>, Vec<_>) = texts.into_iter().map(parts).partition(Result::is_ok);
            texts = others.into_iter().filter_map(Result::err).collect();
            many = Some(Many::new(terms.into_iter().filter_map(Result::ok).collect()));
        }
        let single = texts.into_iter().map(|t| Needle::owned(t, Case::Ignored)).collect();
        Self { empty, single, many }
    }

    /// Whether `text` has one of them as a term.
    pub(crate) fn any(&self, text: &str) -> bool {
        self.empty
            || self.single.iter().any(|needle| needle.is_at(Place::Term, text))
            || self.many.as_ref().is_some_and(|many| many.each(text, |_| true))
    }

    /// Whether `text` has each of them as a term.
    pub(crate) fn all(&self, text: &str, scratch: &mut Scratch) -> bool {
        self.single.iter().all(|needle| needle.is_at(Place::Term, text))
            && self.many.as_ref().is_none_or(|many| {
                scratch.met.clear();
                scratch.met.resize(many.needles.len(), false);
                let mut left = many.needles.len();
                many.each(text, |index| {
                    if !std::mem::replace(&mut scratch.met[index], true) {
                        left -= 1;
                    }
                    left == 0
                }) || left == 0
            })
    }
}

/// Whether an ASCII byte belongs to a term.
const TERM: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// A needle by its longest term; the needle itself where it has no term or is not all ASCII.
fn parts(text: String) -> Result<Parts, String> {
    if !text.is_ascii() {
        return Err(text);
    }
    let mut longest = 0..0;
    let mut start = 0;
    for term in text.split(|c: char| !is_term(c)) {
        if term.len() > longest.len() {
            longest = start..start + term.len();
        }
        start += term.len() + 1;
    }
    if longest.is_empty() {
        return Err(text);
    }
    let border = |c: Option<char>| c.is_some_and(is_term);
    let borders = (border(text.chars().next()), border(text.chars().next_back()));
    Ok(Parts { start: longest.start, length: longest.len(), borders, text })
}

/// Slots that terms are told apart by: many more than needles, so that almost no term of a text has to be compared.
const SLOTS: usize = 4096;

/// The slot of a term: by its length and its first, second and last byte, without regard to case.
fn slot(term: &[u8]) -> usize {
    // What is no letter may fall together with another byte.
    let byte = |index: usize| term.get(index).map_or(0, |byte| usize::from(byte | 0x20));
    (byte(0) * 37 + byte(1) * 569 + byte(term.len() - 1) * 1_277 + term.len() * 2_311) % SLOTS
}

impl Many {
    fn new(needles: Vec<Parts>) -> Self {
        let (mut used, mut by_slot) = (Box::new([0; SLOTS / 64]), vec![Vec::new(); SLOTS]);
        for (index, needle) in needles.iter().enumerate() {
            let slot = slot(&needle.text.as_bytes()[needle.start..needle.start + needle.length]);
            used[slot / 64] |= 1 << (slot % 64);
            by_slot[slot].push(index);
        }
        Self { needles, used, by_slot }
    }

    /// Tells `found` the index of each needle that `text` has as terms, as often as it has it, until that says enough;
    /// says whether it did.
    fn each(&self, text: &str, mut found: impl FnMut(usize) -> bool) -> bool {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            while bytes.get(at).is_some_and(|b| TERM[usize::from(*b)]) {
                at += 1;
            }
            let mut foreign = false;
            while bytes.get(at).is_some_and(|b| !b.is_ascii()) || foreign && at < bytes.len() {
                let Some(next) = text[at..].chars().next().filter(|c| is_term(*c)) else { break };
                foreign = true;
                at += next.len_utf8();
            }
            if !foreign && at > start {
                let slot = slot(&bytes[start..at]);
                if self.used[slot / 64] >> (slot % 64) & 1 == 1 {
                    for index in &self.by_slot[slot] {
                        if self.needles[*index].is_at(text, start) && found(*index) {
                            return true;
                        }
                    }
                }
            }
            // Past what separates this term from the next.
            at += match bytes.get(at) {
                Some(byte) if !byte.is_ascii() => text[at..].chars().next().map_or(1, char::len_utf8),
                _ => 1,
            };
        }
        false
    }
}

impl Parts {
    /// Whether the needle is in `text` where its longest term begins at byte `term`.
    fn is_at(&self, text: &str, term: usize) -> bool {
        let Some(start) = term.checked_sub(self.start) else { return false };
        let end = start + self.text.len();
        let found = text.as_bytes().get(start..end);
        if !found.is_some_and(|bytes| bytes.eq_ignore_ascii_case(self.text.as_bytes())) {
            return false;
        }
        let before = || text[..start].chars().next_back().is_some_and(is_term);
        let after = || text[end..].chars().next().is_some_and(is_term);
        !(self.borders.0 && before() || self.borders.1 && after())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(texts: &[&str]) -> Needles {
        Needles::new(texts.iter().map(|t| (*t).to_owned()).collect())
    }

    #[test]
    fn many_and_few_needles_say_the_same() {
        let texts =
            ["run CMD.exe", "cmd_exe", "cmd.exe2", "e d c b a", "ÖL a", "xa", "", "a.b.c.d.e", "cmd.execmd.exe"];
        let lists: [&[&str]; 4] =
            [&["cmd.exe"], &["a", "b", "c", "d", "e"], &["a", "öl"], &["cmd.exe", "cmd", "exe", ".", "execmd"]];
        for list in lists {
            let padded: Vec<&str> = list.iter().copied().cycle().take(list.len() * 5).collect();
            for text in texts {
                let (few, many) = (list.iter().map(|n| needles(&[n])), needles(&padded));
                let each: Vec<bool> = few.map(|n| n.any(text)).collect();
                assert_eq!(many.any(text), each.contains(&true), "any of {list:?} in {text}");
                assert_eq!(
                    many.all(text, &mut Scratch::default()),
                    !each.contains(&false),
                    "all of {list:?} in {text}"
                );
            }
        }
    }
}
