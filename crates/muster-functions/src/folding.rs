//! Comparing text without regard to case, one code point at a time.
//!
//! Kusto's case-insensitive operators compare code points by their simple upper-case form, as .NET's ordinal comparison
//! does. There is no full case folding: `ß` is not `ss`, and no locale: `i` and `İ` differ. A letter outside ASCII never
//! equals one inside it (`ſ` is not `s`).

/// The form in which two letters that differ in case only are the same.
pub(crate) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) if !single.is_ascii() => single,
        _ => c,
    }
}

/// The folded text.
pub(crate) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_one_by_one() {
        assert_eq!(folded("straße É"), "STRAßE É");
        assert_eq!(folded("σς"), "ΣΣ");
        assert_ne!(fold('ſ'), fold('s'));
        assert_ne!(fold('İ'), fold('i'));
    }
}
