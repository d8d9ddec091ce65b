//! The operators on texts. Letters are compared one by one, without case by their upper-case form.

use crate::value::{Answer, unknown};

/// A letter without its case: the upper-case form if that is one letter.
fn fold(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn letters(text: &str, any_case: bool) -> Vec<char> {
    text.chars().map(|c| if any_case { fold(c) } else { c }).collect()
}

/// Where `sought` stands in `source`.
fn places(source: &[char], sought: &[char]) -> Vec<usize> {
    (0..=source.len()).filter(|at| source[*at..].starts_with(sought)).collect()
}

/// One of the operators with two texts.
pub(crate) fn operator(name: &str, source: &str, sought: &str) -> Answer<bool> {
    if let Some(positive) = name.strip_prefix('!') {
        let positive = if positive == "~" { "=~" } else { positive };
        return Ok(!operator(positive, source, sought)?);
    }
    if name == "matches regex" {
        return match regex::Regex::new(sought) {
            Ok(regex) => Ok(regex.is_match(source)),
            Err(_) => unknown("a regular expression with a mistake"),
        };
    }
    let (kind, any_case) = name.strip_suffix("_cs").map_or((name, true), |kind| (kind, false));
    let (source, sought) = (letters(source, any_case), letters(sought, any_case));
    let all = places(&source, &sought);
    let word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
    // A term begins where no letter or digit stands before; what begins with a separator needs no border.
    let begins = |at: usize| !word(sought.first()) || at == 0 || !word(source.get(at - 1));
    let ends = |at: usize| !word(sought.last()) || !word(source.get(at + sought.len()));
    Ok(match kind {
        "=~" => source == sought,
        "contains" => !all.is_empty(),
        "startswith" => source.starts_with(&sought),
        "endswith" => source.ends_with(&sought),
        "has" => all.iter().any(|at| begins(*at) && ends(*at)),
        "hasprefix" => all.iter().any(|at| begins(*at)),
        "hassuffix" => all.iter().any(|at| ends(*at)),
        _ => return unknown(format!("the operator {name}")),
    })
}

pub(crate) fn upper(text: &str) -> String {
    text.chars().map(fold).collect()
}

pub(crate) fn lower(text: &str) -> String {
    let one = |c: char| {
        let mut lower = c.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) => one,
            _ => c,
        }
    };
    text.chars().map(one).collect()
}
