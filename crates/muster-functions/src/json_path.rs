//! Paths into dynamic values: `$.key.inner[0]['other key']`.

use muster_values::Failure;
use serde_json::{Map, Value as Json};

use crate::element;

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// An entry of a bag.
    Key(String),
    /// An element of an array; negative from the end.
    Index(i64),
}

/// Reads a path, which begins with `$`.
///
/// # Errors
/// A message for what is no path, and for wildcards, slices and filters, which are not supported.
pub(crate) fn parse(path: &str) -> Result<Vec<Step>, Failure> {
    let wrong = || {
        Failure::new(format!(
            "JSON path `{path}` is not supported: a path is `$` and then members (`.key`, `['key']`) and indexes (`[0]`)"
        ))
    };
    let mut rest = path.trim().strip_prefix('$').ok_or_else(wrong)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let key = &after[..end];
            if key.is_empty() || key.contains(['*', '?', '(', ')', '@']) {
                return Err(wrong());
            }
            steps.push(Step::Key(key.to_owned()));
            rest = &after[end..];
        } else if let Some(after) = rest.strip_prefix('[') {
            let (step, after) = bracket(after).ok_or_else(wrong)?;
            steps.push(step);
            rest = after;
        } else {
            return Err(wrong());
        }
    }
    Ok(steps)
}

fn bracket(after: &str) -> Option<(Step, &str)> {
    for quote in ['\'', '"'] {
        if let Some(inner) = after.strip_prefix(quote) {
            let end = inner.find(quote)?;
            return Some((Step::Key(inner[..end].to_owned()), inner[end + 1..].strip_prefix(']')?));
        }
    }
    let end = after.find(']')?;
    Some((Step::Index(after[..end].trim().parse().ok()?), &after[end + 1..]))
}

/// A key of a bag as the functions of bags take it: a path if it begins with `$`, else one name.
pub(crate) fn key_or_path(key: &str) -> Result<Vec<Step>, Failure> {
    if key.starts_with("$.") || key.starts_with("$[") { parse(key) } else { Ok(vec![Step::Key(key.to_owned())]) }
}

/// The value at a path.
pub(crate) fn find<'a>(value: &'a Json, path: &[Step]) -> Option<&'a Json> {
    path.iter().try_fold(value, |value, step| match (value, step) {
        (Json::Object(entries), Step::Key(key)) => entries.get(key),
        (Json::Array(elements), Step::Index(index)) => elements.get(element::position(elements.len(), *index)?),
        _ => None,
    })
}

/// Takes the entry at a path out of a bag.
pub(crate) fn remove(bag: &mut Map<String, Json>, path: &[Step]) {
    match path {
        [Step::Key(last)] => {
            bag.shift_remove(last);
        }
        [Step::Key(key), rest @ ..] => {
            if let Some(Json::Object(inner)) = bag.get_mut(key) {
                remove(inner, rest);
            }
        }
        _ => {}
    }
}

/// Sets the entry at a path of a bag, and makes the bags on the way to it; `None` where something else is in the way.
pub(crate) fn set(bag: &mut Map<String, Json>, path: &[Step], value: Json) -> Option<()> {
    match path {
        [Step::Key(last)] => {
            bag.shift_remove(last);
            bag.insert(last.clone(), value);
            Some(())
        }
        [Step::Key(key), rest @ ..] => match bag.entry(key.clone()).or_insert_with(|| Json::Object(Map::new())) {
            Json::Object(inner) => set(inner, rest, value),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("$", Some(json!({"a": {"b c": [1, 2]}})))]
    #[case("$.a['b c'][1]", Some(json!(2)))]
    #[case("$['a'][\"b c\"][-2]", Some(json!(1)))]
    #[case::case_matters("$.A", None)]
    fn paths_lead_to_values(#[case] path: &str, #[case] value: Option<Json>) {
        let object = json!({"a": {"b c": [1, 2]}});
        assert_eq!(find(&object, &parse(path).unwrap()), value.as_ref());
    }

    #[rstest]
    #[case("a.b")]
    #[case("$..a")]
    #[case("$.*")]
    #[case("$[*]")]
    #[case("$[0")]
    #[case("$a")]
    fn other_paths_are_refused(#[case] path: &str) {
        assert!(parse(path).is_err());
    }
}
