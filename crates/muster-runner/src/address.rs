//! What a case is called, and where its golden file is.

use std::path::{Path, PathBuf};

/// Pack, rule and scenario of a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The pack's id.
    pub pack: String,
    /// The rule's id.
    pub rule: String,
    /// The scenario's id.
    pub scenario: String,
}

impl Address {
    /// The address of a case.
    #[must_use]
    pub fn new(pack: &str, rule: &str, scenario: &str) -> Self {
        Self { pack: pack.to_owned(), rule: rule.to_owned(), scenario: scenario.to_owned() }
    }

    /// The golden file below the folder of golden files.
    #[must_use]
    pub fn golden(&self, root: &Path) -> PathBuf {
        root.join(&self.pack).join(&self.rule).join(format!("{}.jsonl", self.scenario))
    }

    /// The pending file beside the golden file.
    #[must_use]
    pub fn pending(&self, root: &Path) -> PathBuf {
        root.join(&self.pack).join(&self.rule).join(format!("{}.jsonl.new", self.scenario))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.pack, self.rule, self.scenario)
    }
}

/// Whether an id can be a file name on every machine, and no way out of the folder.
#[must_use]
pub fn is_file_name(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 200
        && !id.starts_with('.')
        && !id.ends_with(['.', ' '])
        && !id.chars().any(|c| c.is_control() || r#"/\:*?"<>|"#.contains(c))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("pdq-create-process", true)]
    #[case("..", false)]
    #[case("a/b", false)]
    #[case("a\\b", false)]
    #[case("", false)]
    #[case("c:", false)]
    #[case("a\0", false)]
    fn an_id_leads_nowhere_else(#[case] id: &str, #[case] good: bool) {
        assert_eq!(is_file_name(id), good);
    }

    #[test]
    fn a_golden_file_is_found_by_pack_rule_and_scenario() {
        let address = Address::new("pdq", "create", "lure");
        assert_eq!(address.golden(Path::new("golden")), Path::new("golden/pdq/create/lure.jsonl"));
        assert_eq!(address.pending(Path::new("golden")), Path::new("golden/pdq/create/lure.jsonl.new"));
    }
}
