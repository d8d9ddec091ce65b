//! Regular expressions as RE2 reads them, where the documented dialect has no reading.
//!
//! Kusto once used RE2, and rules of that time are still in use. What is an error in today's dialect can only be meant as
//! it was read then; what both can read is read as documented, also where the two differ: `[[a]]`, `[a&&b]`.

use std::fmt::Write as _;

/// The pattern with what only RE2 reads written in today's dialect: `{` that begins no repetition, `[` in a class, octal
/// escapes, `\Q…\E`. `None` where that would change what else the pattern says.
pub(crate) fn translate(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    let mut class = false;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\\' => escape(rest, &mut text),
            '[' if !class => {
                class = true;
                open(rest, &mut text)
            }
            ']' if class => {
                class = false;
                copy(rest, 1, &mut text)
            }
            '[' => {
                let name = rest.strip_prefix("[:").and_then(|name| name.find(":]"));
                match name {
                    Some(end) => copy(rest, end + 4, &mut text),
                    None => literal(c, &mut text),
                }
            }
            '&' | '~' if class => literal(c, &mut text),
            // A difference of classes today; to RE2 a range.
            '-' if class && rest.starts_with("--") => return None,
            '{' if !class => {
                let length = repetition(rest);
                if length == 0 { literal(c, &mut text) } else { copy(rest, length, &mut text) }
            }
            _ => copy(rest, c.len_utf8(), &mut text),
        };
        rest = rest.get(length..)?;
    }
    Some(text)
}

fn copy(rest: &str, length: usize, text: &mut String) -> usize {
    text.push_str(rest.get(..length).unwrap_or(rest));
    length
}

fn literal(c: char, text: &mut String) -> usize {
    text.extend(['\\', c]);
    1
}

/// The opening of a class: a `]` at its very beginning is one of its characters.
fn open(rest: &str, text: &mut String) -> usize {
    let length = if rest.starts_with("[^") { 2 } else { 1 };
    copy(rest, length, text);
    if rest[length..].starts_with(']') {
        text.push_str("\\]");
        return length + 1;
    }
    length
}

fn escape(rest: &str, text: &mut String) -> usize {
    if let Some(quoted) = rest.strip_prefix("\\Q") {
        let end = quoted.find("\\E").unwrap_or(quoted.len());
        text.push_str(&regex::escape(&quoted[..end]));
        return (2 + end + 2).min(rest.len());
    }
    let digits = rest[1..].bytes().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
    // A single digit other than 0 is a back-reference, which neither has.
    if digits > 1 || rest[1..].starts_with('0') {
        let code = u32::from_str_radix(&rest[1..=digits], 8).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(text, "\\x{{{code:x}}}");
        return 1 + digits;
    }
    let after = rest[1..].chars().next().map_or(0, char::len_utf8);
    copy(rest, 1 + after, text)
}

/// Length of the `{n}`, `{n,}` or `{n,m}` that `rest` begins with.
fn repetition(rest: &str) -> usize {
    let Some(end) = rest.find('}') else { return 0 };
    let (least, most) = rest[1..end].split_once(',').unwrap_or((&rest[1..end], ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !least.is_empty() && digits(least) && digits(most) { end + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::patterns::compile;

    #[rstest]
    #[case::brace("^{a}x{2}$", "{a}xx", "a")]
    #[case::brace_before_bar("a{|b", "a{", "c")]
    #[case::open_brace_at_the_end("a{", "a{", "a")]
    #[case::bracket_in_a_class(r#"^[[",\]]+$"#, r#"[",]"#, "a")]
    #[case::named_class("^[[:digit:][]+$", "1[", ":")]
    #[case::bracket_first("^[][]+$", "][", "a")]
    #[case::nul(r"^\0$", "\0", "0")]
    #[case::octal(r"^\101\12$", "A\n", "A")]
    #[case::quoted(r"^\Qa.b\E.$", "a.bc", "axbc")]
    #[case::and_with_brackets("^[[&&b]+$", "[&b", "a")]
    fn what_only_re2_reads_is_read_so(#[case] pattern: &str, #[case] yes: &str, #[case] no: &str) {
        let regex = compile(pattern).expect("RE2 reads it");
        assert!(regex.is_match(yes) && !regex.is_match(no));
    }

    #[rstest]
    #[case::nested("^[x[^xyz]]$", "a", "y")]
    #[case::intersection("^[a-y&&xyz]$", "x", "z")]
    #[case::difference("^[0-9--4]$", "3", "4")]
    fn what_both_read_is_read_as_documented(#[case] pattern: &str, #[case] yes: &str, #[case] no: &str) {
        let regex = compile(pattern).expect("it is documented");
        assert!(regex.is_match(yes) && !regex.is_match(no));
    }

    #[rstest]
    #[case::back_reference(r"(a)\1")]
    #[case::look_ahead("(?=a)")]
    #[case::byte(r"\C")]
    #[case::unclosed("[a")]
    #[case::nothing_repeated("*a")]
    #[case::group("a(b")]
    fn what_neither_reads_is_refused(#[case] pattern: &str) {
        assert!(compile(pattern).is_err());
    }
}
