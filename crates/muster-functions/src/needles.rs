//! What `has_any` and `has_all` look for: a few terms, or hundreds of them in one pass.

use aho_corasick::AhoCorasick;

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

#[derive(Debug)]
struct Many {
    automaton: AhoCorasick,
    /// Whether the first and the last character of each needle belong to a term.
    borders: Vec<(bool, bool)>,
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
            // The automaton ignores the case of ASCII letters only.
            let (ascii, others): (Vec<_>, Vec<_>) = texts.into_iter().partition(|t| t.is_ascii());
            texts = others;
            match AhoCorasick::builder().ascii_case_insensitive(true).build(&ascii) {
                Ok(automaton) => {
                    let border = |c: Option<char>| c.is_some_and(is_term);
                    let borders = ascii.iter().map(|t| (border(t.chars().next()), border(t.chars().next_back())));
                    many = Some(Many { automaton, borders: borders.collect() });
                }
                Err(_) => texts.extend(ascii),
            }
        }
        let single = texts.into_iter().map(|t| Needle::owned(t, Case::Ignored)).collect();
        Self { empty, single, many }
    }

    /// Whether `text` has one of them as a term.
    pub(crate) fn any(&self, text: &str) -> bool {
        self.empty
            || self.single.iter().any(|needle| needle.is_at(Place::Term, text))
            || self.many.as_ref().is_some_and(|many| many.met(text).next().is_some())
    }

    /// Whether `text` has each of them as a term.
    pub(crate) fn all(&self, text: &str, scratch: &mut Scratch) -> bool {
        self.single.iter().all(|needle| needle.is_at(Place::Term, text))
            && self.many.as_ref().is_none_or(|many| {
                scratch.met.clear();
                scratch.met.resize(many.borders.len(), false);
                let mut left = many.borders.len();
                many.met(text).any(|index| {
                    if !std::mem::replace(&mut scratch.met[index], true) {
                        left -= 1;
                    }
                    left == 0
                }) || left == 0
            })
    }
}

impl Many {
    /// The indexes of the needles that `text` has as terms, as often as it has them.
    fn met(&self, text: &str) -> impl Iterator<Item = usize> {
        self.automaton.find_overlapping_iter(text).filter_map(|found| {
            let index = found.pattern().as_usize();
            let (left, right) = self.borders.get(index).copied()?;
            let before = || text[..found.start()].chars().next_back().is_some_and(is_term);
            let after = || text[found.end()..].chars().next().is_some_and(is_term);
            (!(left && before() || right && after())).then_some(index)
        })
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
