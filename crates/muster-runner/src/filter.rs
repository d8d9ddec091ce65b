//! Which cases run: filter expressions.
//!
//! A filter is alternatives separated by `,` or `|`; an alternative is terms separated by spaces, all of which must
//! hold; a leading `!` turns a term around. A term is a word that a pack, rule or scenario id contains, a pattern with
//! `*` or `?` that one of them matches as a whole, or `key:value`:
//!
//! | key | matches |
//! |---|---|
//! | `pack:` `rule:` `scenario:` | that id |
//! | `tag:` | a tag of the rule or of the scenario, as a whole |
//! | `technique:` | a technique of the rule or of a step; `T1059` includes `T1059.001` |
//!
//! Case is ignored.

use globset::{GlobBuilder, GlobMatcher};
use muster_source::{Diagnostic, Severity, nearest};

use crate::codes::FILTER;

const KEYS: [&str; 5] = ["pack", "rule", "scenario", "tag", "technique"];

/// A filter; the default one matches everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    alternatives: Vec<Vec<Term>>,
}

/// What a filter sees of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Candidate<'a> {
    /// The pack's id.
    pub pack: &'a str,
    /// The rule's id.
    pub rule: &'a str,
    /// The scenario's id.
    pub scenario: &'a str,
    /// Tags of the rule and of the scenario.
    pub tags: &'a [&'a str],
    /// Techniques of the rule and of the scenario's steps.
    pub techniques: &'a [&'a str],
}

#[derive(Debug, Clone)]
struct Term {
    negated: bool,
    key: Option<Key>,
    text: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Pack,
    Rule,
    Scenario,
    Tag,
    Technique,
}

#[derive(Debug, Clone)]
enum Text {
    Word(String),
    Pattern(Box<GlobMatcher>),
}

impl Filter {
    /// Reads a filter expression. An empty one matches everything.
    ///
    /// # Errors
    /// A term that is none, with what could be written instead.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let mut alternatives = Vec::new();
        for alternative in text.split([',', '|']) {
            let terms: Vec<Term> = alternative.split_whitespace().map(term).collect::<Result<_, _>>()?;
            if terms.is_empty() {
                return Err(fault(format!("the filter `{text}` has an empty alternative"))
                    .help("write a term on both sides of `,` and `|`"));
            }
            alternatives.push(terms);
        }
        Ok(Self { alternatives })
    }

    /// Whether this is the filter that matches everything.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.alternatives.is_empty()
    }

    /// Whether the case is selected.
    #[must_use]
    pub fn matches(&self, case: &Candidate<'_>) -> bool {
        self.is_everything() || self.alternatives.iter().any(|terms| terms.iter().all(|t| t.matches(case)))
    }
}

fn fault(message: String) -> Diagnostic {
    Diagnostic::bare(FILTER, Severity::Error, message)
}

fn term(text: &str) -> Result<Term, Diagnostic> {
    let (negated, rest) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
    let (key, value) = match rest.split_once(':') {
        None => (None, rest),
        Some((key, value)) => {
            let known = match key.to_lowercase().as_str() {
                "pack" => Key::Pack,
                "rule" => Key::Rule,
                "scenario" => Key::Scenario,
                "tag" => Key::Tag,
                "technique" => Key::Technique,
                _ => {
                    let diagnostic = fault(format!("the filter has no key `{key}`"));
                    return Err(match nearest(key, KEYS) {
                        Some(near) => diagnostic.help(format!("a similar key is `{near}`")),
                        None => diagnostic.help("the keys are `pack`, `rule`, `scenario`, `tag` and `technique`"),
                    });
                }
            };
            (Some(known), value)
        }
    };
    if value.is_empty() {
        return Err(fault(format!("the term `{text}` of the filter has no value"))
            .help("write a word or a pattern, such as `rule:pdq-*`"));
    }
    let text = if value.contains(['*', '?', '[', '{']) {
        let glob = GlobBuilder::new(value).case_insensitive(true).build();
        let glob = glob.map_err(|e| {
            fault(format!("`{value}` is not a pattern: {}", e.kind())).help("write a pattern such as `pdq-*`")
        })?;
        Text::Pattern(Box::new(glob.compile_matcher()))
    } else {
        Text::Word(value.to_lowercase())
    };
    Ok(Term { negated, key, text })
}

impl Term {
    fn matches(&self, case: &Candidate<'_>) -> bool {
        let found = match self.key {
            None => [case.pack, case.rule, case.scenario].iter().any(|id| self.part(id)),
            Some(Key::Pack) => self.whole(case.pack),
            Some(Key::Rule) => self.whole(case.rule),
            Some(Key::Scenario) => self.whole(case.scenario),
            Some(Key::Tag) => case.tags.iter().any(|tag| self.whole(tag)),
            Some(Key::Technique) => case.techniques.iter().any(|t| self.whole(t) || self.parent_of(t)),
        };
        found != self.negated
    }

    fn part(&self, id: &str) -> bool {
        match &self.text {
            Text::Word(word) => id.to_lowercase().contains(word.as_str()),
            Text::Pattern(glob) => glob.is_match(id),
        }
    }

    fn whole(&self, text: &str) -> bool {
        match &self.text {
            Text::Word(word) => text.to_lowercase() == *word,
            Text::Pattern(glob) => glob.is_match(text),
        }
    }

    fn parent_of(&self, technique: &str) -> bool {
        match &self.text {
            Text::Word(word) => {
                technique.to_lowercase().strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with('.'))
            }
            Text::Pattern(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const CASE: Candidate<'static> = Candidate {
        pack: "pdq",
        rule: "pdq-create-process",
        scenario: "lure-installs-agent",
        tags: &["rmm", "initial-access"],
        techniques: &["T1219", "T1059.001"],
    };

    #[rstest]
    #[case("", true)]
    #[case("create", true)]
    #[case("CREATE", true)]
    #[case("create lure", true)]
    #[case("create beacon", false)]
    #[case("beacon, create", true)]
    #[case("beacon|office", false)]
    #[case("pdq-*", true)]
    #[case("create-*", false)]
    #[case("rule:pdq-create-process", true)]
    #[case("rule:create", false)]
    #[case("scenario:lure-*", true)]
    #[case("tag:rmm", true)]
    #[case("tag:rm", false)]
    #[case("technique:T1059", true)]
    #[case("technique:T1059.001", true)]
    #[case("technique:T105", false)]
    #[case("technique:t1219", true)]
    #[case("!beacon", true)]
    #[case("pdq !tag:rmm", false)]
    fn a_filter_selects(#[case] text: &str, #[case] selected: bool) {
        let filter = Filter::parse(text).expect("the filter can be read");
        assert_eq!(filter.matches(&CASE), selected, "{text}");
    }

    #[rstest]
    #[case("rul:x", "a similar key is `rule`")]
    #[case("owner:x", "the keys are")]
    #[case("rule:", "such as `rule:pdq-*`")]
    #[case("a,,b", "on both sides")]
    #[case("a[", "such as `pdq-*`")]
    fn a_wrong_filter_says_what_could_be_written(#[case] text: &str, #[case] help: &str) {
        let diagnostic = Filter::parse(text).expect_err("the filter is wrong");
        assert_eq!(diagnostic.code, FILTER);
        assert!(format!("{:?}", diagnostic.notes).contains(help), "{:?}", diagnostic.notes);
    }
}
