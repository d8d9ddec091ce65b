//! What is not KQL, but stands around or in queries that were copied from elsewhere: it is named beside the fault that it
//! is the cause of.

use muster_source::{Diagnostic, Note, Source, Span};

/// Signs that editors, web pages and keyboards put in place of those of KQL.
#[rustfmt::skip]
const LOOKALIKES: &[(char, &str)] = &[
    ('“', "\""), ('”', "\""), ('„', "\""), ('«', "\""), ('»', "\""), ('＂', "\""),
    ('‘', "'"), ('’', "'"), ('‚', "'"), ('´', "'"), ('＇', "'"),
    ('–', "-"), ('—', "-"), ('−', "-"), ('‐', "-"), ('‑', "-"),
    ('…', "..."), ('×', "*"), ('÷', "/"), ('≤', "<="), ('≥', ">="), ('≠', "!="), ('¦', "|"), ('｜', "|"), ('│', "|"),
    ('（', "("), ('）', ")"), ('，', ","), ('；', ";"), ('：', ":"), ('＝', "="), ('＜', "<"), ('＞', ">"),
];

/// Characters that nobody sees; some of them are white space to KQL, and part a name in two.
const INVISIBLE: &[(char, &str)] = &[
    ('\u{ad}', "a soft hyphen"),
    ('\u{180e}', "a Mongolian vowel separator"),
    ('\u{200b}', "a zero width space"),
    ('\u{200c}', "a zero width non-joiner"),
    ('\u{200d}', "a zero width joiner"),
    ('\u{200e}', "a left-to-right mark"),
    ('\u{200f}', "a right-to-left mark"),
    ('\u{202a}', "a left-to-right embedding"),
    ('\u{202b}', "a right-to-left embedding"),
    ('\u{202c}', "the end of a directional embedding"),
    ('\u{202d}', "a left-to-right override"),
    ('\u{202e}', "a right-to-left override"),
    ('\u{2060}', "a word joiner"),
    ('\u{feff}', "a byte order mark"),
];

/// How HTML writes signs of KQL.
#[rustfmt::skip]
const ENTITIES: &[(&str, &str)] = &[
    ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&#039;", "'"),
    ("&#x27;", "'"), ("&#34;", "\""), ("&nbsp;", " "), ("&#124;", "|"), ("&#160;", " "),
];

/// Words and signs of other languages, and what KQL has for them.
#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[("AND", "and"), ("OR", "or"), ("&&", "and"), ("IN", "in"), ("BY", "by"), ("ON", "on")];

/// Adds to the first of `diagnostics` what the text seems to be or to have in it, and how it becomes a query.
pub(crate) fn explain(source: &Source, diagnostics: &mut [Diagnostic]) {
    let Some(first) = diagnostics.first_mut() else { return };
    let Some(at) = first.labels.first().map(|label| label.span.start as usize) else { return };
    let text = source.text();
    if let Some((found, help)) = whole(text, at) {
        first.notes.retain(|note| !matches!(note, Note::Help(_)));
        first.notes.push(Note::Note(found.to_owned()));
        first.notes.push(Note::Help(help.to_owned()));
        return;
    }
    let Some((found, with, span)) = sign(text, at) else { return };
    first.notes.retain(|note| !matches!(note, Note::Help(_)));
    first.notes.push(Note::Note(found));
    let help = if with.is_empty() { "leave it out".to_owned() } else { format!("write `{with}`") };
    first.notes.push(Note::Help(help));
    first.fix = Some(muster_source::Edit { span, text: with.to_owned() });
}

/// What the text as a whole seems to be, and what is to be done with it.
fn whole(text: &str, at: usize) -> Option<(&'static str, &'static str)> {
    let start = text.trim_start();
    let lines = || text.lines().map(str::trim);
    if lines().any(|line| line.starts_with("```") || line.starts_with("~~~")) {
        return Some((
            "the query stands in a Markdown fence",
            "keep what is between the lines of backquotes, without them and without the text around",
        ));
    }
    let is_key = |line: &str, keys: &[&str]| {
        let key = line.trim_start_matches("- ").split_once(':').map(|(key, _)| key.trim());
        key.is_some_and(|key| keys.iter().any(|known| known.eq_ignore_ascii_case(key)))
    };
    if lines().any(|line| is_key(line, &["query", "queryText"])) && lines().any(|line| is_key(line, YAML)) {
        return Some((
            "the text is a rule in YAML",
            "give the file a name that ends in `.yaml`, or keep only what stands under `query:`",
        ));
    }
    if start.starts_with("{\"") || start.starts_with("{\n") || start.starts_with("[{") || start.starts_with("{\r") {
        return Some((
            "the text is JSON",
            "keep the text of the query alone, with its escapes `\\n` and `\\\"` undone",
        ));
    }
    let word = |n: usize| start.split_whitespace().nth(n).unwrap_or_default();
    if word(0).eq_ignore_ascii_case("select") && start.split_whitespace().any(|w| w.eq_ignore_ascii_case("from")) {
        return Some(("the text seems to be SQL", "begin with the table: `T | where … | project …`"));
    }
    if start.starts_with('.') && start[1..].starts_with(char::is_alphabetic) {
        return Some((
            "a text that begins with `.` is a management command of a cluster",
            "keep the query alone: commands are not run",
        ));
    }
    if start.starts_with('<') && start[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '/')) {
        return Some(("the text has HTML tags in it", "copy the text that the page shows, not its source"));
    }
    if start.starts_with("> ") {
        return Some(("the lines begin with `>`, as quoted text does", "leave the `>` before each line out"));
    }
    if is_prose(text, at) {
        return Some(("the line seems to be prose", "put `//` before each line that is not part of the query"));
    }
    if is_second_query(text, at) {
        return Some((
            "another query seems to begin after it",
            "put each query in a file of its own; a `let` before the query ends in `;`",
        ));
    }
    None
}

/// Keys that stand beside the query in a rule.
#[rustfmt::skip]
const YAML: &[&str] = &[
    "id", "name", "description", "severity", "kind", "tactics", "relevantTechniques", "version", "queryFrequency",
    "queryPeriod", "triggerOperator", "entityMappings", "requiredDataConnectors", "tags", "metadata", "title",
];

fn line_of(text: &str, at: usize) -> &str {
    let at = at.min(text.len());
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
}

/// Whether the line is a sentence: some words with nothing between them but spaces, and no sign that queries have.
fn is_prose(text: &str, at: usize) -> bool {
    let line = line_of(text, at).trim();
    let plain = |word: &str| {
        let word = word.trim_end_matches(['.', ',', ':', ';', '!', '?', ')']).trim_start_matches('(');
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    let words = line.split_whitespace().count();
    let count = line.split_whitespace().filter(|word| plain(word)).count();
    let signs = line.contains(['|', '=', '"', '<', '>', '[', '{']) || line.starts_with("let ");
    words >= 4 && count * 5 >= words * 4 && !signs
}

/// Whether the statement ends where a line does, and what follows looks like a table with operators.
fn is_second_query(text: &str, at: usize) -> bool {
    let Some(before) = text.get(..at) else { return false };
    let ended = text.get(at..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(['\r', '\n']))
        || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let code = |line: &&str| !line.is_empty() && !line.starts_with("//");
    let mut after = text.get(at..).unwrap_or("").lines().map(str::trim).filter(code);
    let (Some(table), Some(operator)) = (after.next(), after.next()) else { return false };
    let is_name = table.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '(' | ')'));
    ended && before.contains('|') && is_name && operator.starts_with('|')
}

/// The foreign sign at the place of a fault: what it is, what KQL has for it, where it stands.
fn sign(text: &str, at: usize) -> Option<(String, &'static str, Span)> {
    let rest = text.get(at..)?;
    // A missing thing is shown right after the word before it.
    let begin = at + rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    let here = text.get(begin..)?;
    let first = here.chars().next()?;
    let span = |length: usize| Span::new(begin, begin + length);
    if let Some((entity, with)) = ENTITIES.iter().find(|(entity, _)| here.starts_with(entity)) {
        return Some((format!("`{entity}` is how HTML writes `{with}`"), with, span(entity.len())));
    }
    if let Some((sign, with)) = LOOKALIKES.iter().find(|(sign, _)| *sign == first) {
        return Some((format!("`{sign}` is not the sign `{with}` of a keyboard"), with, span(sign.len_utf8())));
    }
    let unseen = |c: char| INVISIBLE.iter().find(|(known, _)| *known == c);
    // Invisible white space lies before the fault where it parts a name.
    let last = text.get(..at).and_then(|before| before.chars().next_back());
    if let Some((c, name)) = unseen(first) {
        return Some((format!("{name} (U+{:04X}) stands here", u32::from(*c)), "", span(c.len_utf8())));
    }
    if let Some((c, name)) = last.and_then(unseen) {
        let span = Span::new(at - c.len_utf8(), at);
        return Some((format!("{name} (U+{:04X}) stands before it", u32::from(*c)), "", span));
    }
    let whole = |word: &str| {
        let after = here[word.len()..].chars().next();
        !word.starts_with(char::is_alphabetic) || after.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    };
    let (word, with) = WORDS.iter().find(|(word, _)| here.starts_with(word) && whole(word))?;
    Some((format!("KQL has no `{word}`"), with, span(word.len())))
}

#[cfg(test)]
mod tests {
    use muster_source::{Note, Source};
    use rstest::rstest;

    fn notes(text: &str) -> String {
        let parsed = crate::parse(&Source::new("q.kql", text));
        let first = parsed.diagnostics.first().expect("it is no query");
        let text = |note: &Note| match note {
            Note::Help(text) | Note::Note(text) => text.clone(),
        };
        first.notes.iter().map(text).collect::<Vec<_>>().join("; ")
    }

    #[rstest]
    #[case::prose_and_fence("It finds bad things:\n\n```kql\nT\n| take 1\n```\n", "Markdown fence")]
    #[case::prose("It finds bad things on some devices.\n\nT\n| take 1\n", "prose")]
    #[case::blank_line("T\n| take 1\n\nU\n| take 1\n", "another query")]
    #[case::comment("T\n| take 1\n// second\nU\n| take 1\n", "another query")]
    #[case::yaml("id: 12\nname: N\nquery: |\n  T\n  | take 1\n", "rule in YAML")]
    #[case::json("{\"query\": \"T | take 1\"}", "JSON")]
    #[case::sql("SELECT * FROM T WHERE a = 1", "SQL")]
    #[case::command(".show tables", "management command")]
    #[case::tags("<p>T</p>\n| take 1", "HTML tags")]
    #[case::quoted("> T\n> | take 1", "begin with `>`")]
    #[case::entity("T | where a &gt; 5", "`&gt;` is how HTML writes `>`; write `>`")]
    #[case::entity_of_a_quote("T | where a == &quot;x&quot;", "write `\"`")]
    #[case::typographic("T | where a == “x”", "write `\"`")]
    #[case::single_typographic("T | where a == ‘x’", "write `'`")]
    #[case::dash("T | where a – 1 > 0", "write `-`")]
    #[case::zero_width_space("T | where Fi\u{200b}le == 1", "a zero width space (U+200B)")]
    #[case::zero_width_joiner("T | where File\u{200d} == 1", "a zero width joiner (U+200D)")]
    #[case::capitals("T | where a == 1 AND b == 2", "KQL has no `AND`; write `and`")]
    #[case::ampersands("T | where a == 1 && b == 2", "write `and`")]
    fn what_is_foreign_is_named(#[case] text: &str, #[case] named: &str) {
        let notes = notes(text);
        assert!(notes.contains(named), "{notes}");
    }

    #[rstest]
    #[case::table("T | where a == 1 ANDROID", "AND")]
    #[case::semicolon("let a = 1\nT\n| take a", "another query")]
    #[case::list("T | project a b c d", "prose")]
    fn what_only_looks_foreign_is_not_named(#[case] text: &str, #[case] named: &str) {
        let notes = notes(text);
        assert!(!notes.contains(named), "{notes}");
    }
}
