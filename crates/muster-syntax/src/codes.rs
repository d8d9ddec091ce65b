//! The codes of syntax diagnostics, with what they mean.
//!
//! Where Microsoft's parser has a code for a fault, it is that one; ours begin with `MU01`.

use muster_source::{Code, CodeEntry};

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $explanation:literal;)*) => {
        $(#[doc = $title] pub const $name: Code = Code($code);)*

        /// Every code of this crate.
        pub const ALL: &[CodeEntry] =
            &[$(CodeEntry { code: $name, title: $title, explanation: $explanation }),*];
    };
}

codes! {
    UNCLOSED = "KS001", "a string or a typed literal is not closed",
        "A string in single or double quotes ends at the end of its line and before an escape that does not exist: \
         `\"C:\\Windows\"` ends before `\\W`. Double the backslash, or put `@` before the quote. Text over several lines \
         stands between ``` marks.";
    UNEXPECTED_CHARACTER = "KS002", "a character that KQL does not have",
        "Outside of strings, comments and bracketed names only ASCII letters, digits and a few signs may stand. \
         Typographic quotes that an editor put in are a common cause.";
    EXPECTED = "KS005", "a certain word or sign is missing",
        "The grammar allows only one thing here, such as a closing parenthesis, a comma or `by`. Often the fault is a \
         little before the place shown.";
    MISSING = "KS006", "something is missing",
        "An expression, a name, a type or a clause had to stand here. A keyword that is meant as a name has to stand in \
         brackets: `['project']`.";
    BAD_TYPE = "KS160", "not a type that can be used here",
        "Columns and parameters have one of the types `bool`, `datetime`, `decimal`, `dynamic`, `guid`, `int`, `long`, \
         `real`, `string`, `timespan`.";
    OPERATOR_EXPECTED = "KS176", "no query operator after `|`",
        "After `|` comes the name of an operator: `where`, `extend`, `summarize`, …";
    FRAGMENT = "KS198", "the text goes on where the statement is complete",
        "What stands before is a complete statement, and what follows can neither continue it nor begin the next one. \
         A closing parenthesis too much, `=` for `==`, or a line of prose without `//` are common causes.";
    RAW_GUID = "KS214", "a guid without `guid(…)`",
        "A guid in the text of a query stands in `guid(…)`, or is a string.";
    NAME_NEEDS_BRACKETS = "KS228", "a name that has to stand in brackets",
        "Keywords and names with signs in them are written `['like this']`.";
    TOO_DEEP = "MU0101", "nested too deeply",
        "Expressions, sub-queries and `dynamic` values nest up to a limit, so that no text can exhaust the memory of the \
         program. Give inner parts a name with `let`.";
    TOO_LONG = "MU0102", "a chain of operators is too long",
        "A chain `a or b or c …` has a limit, so that no text can exhaust the memory of the program. A list is written \
         with `in (…)`, `has_any (…)` or as a `datatable`.";
    UNSUPPORTED = "MU0103", "Kusto has this, muster does not",
        "This form is valid KQL that has no meaning without a Kusto cluster, or that is not simulated yet. It is refused \
         rather than skipped.";
    WRONG_OPTION = "MU0104", "an option that this operator does not have",
        "Between an operator's keyword and its arguments stand options such as `kind=inner`; each operator has its own.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<&str> = ALL.iter().map(|e| e.code.0).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
    }
}
