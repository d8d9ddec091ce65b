//! What a term is: a longest run of Unicode letters and digits. Everything else separates terms, `_` included.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};

/// Ranges of `[\pL\pN]` outside ASCII, sorted.
static RANGES: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let Ok(hir) = regex_syntax::parse(r"[\pL\pN]") else { return Vec::new() };
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().map(|r| (r.start(), r.end())).collect(),
        _ => Vec::new(),
    }
});

/// Whether a character belongs to a term. Combining marks do not.
pub(crate) fn is_term(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let after = RANGES.partition_point(|(start, _)| *start <= c);
    after.checked_sub(1).and_then(|i| RANGES.get(i)).is_some_and(|(_, end)| c <= *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_of_all_scripts_belong_to_terms_and_nothing_else() {
        assert!(['a', '1', 'é', '艺', '٣', '²'].into_iter().all(is_term));
        assert!(!['_', '-', ' ', '.', '\u{301}', '😀', '\u{ff3f}'].into_iter().any(is_term));
    }
}
