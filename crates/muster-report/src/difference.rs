//! Differences of golden rows: which lines are gone, which are new, and for a row that changed only what changed in it.

use serde_json::{Map, Value as Json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// So many rows as before.
    Same(usize),
    /// Only in the golden file.
    Removed(String),
    /// Only in what happened.
    Added(String),
}

/// The difference of two lists of golden lines.
///
/// Rows that are the same are only counted. A row whose successor has most of its values is shown by what differs,
/// after the first values that both have, so that a change of one column among thirty can be seen.
#[must_use]
pub fn difference(expected: &[String], actual: &[String]) -> Vec<Line> {
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, expected, actual) {
        match op {
            DiffOp::Equal { len, .. } => lines.push(Line::Same(len)),
            DiffOp::Delete { old_index, old_len, .. } => {
                lines.extend(expected[old_index..old_index + old_len].iter().map(|l| Line::Removed(l.clone())));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                lines.extend(actual[new_index..new_index + new_len].iter().map(|l| Line::Added(l.clone())));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                replaced(
                    &expected[old_index..old_index + old_len],
                    &actual[new_index..new_index + new_len],
                    &mut lines,
                );
            }
        }
    }
    lines
}

fn replaced(old: &[String], new: &[String], lines: &mut Vec<Line>) {
    for i in 0..old.len().max(new.len()) {
        match (old.get(i), new.get(i)) {
            (Some(old), Some(new)) => {
                let (old, new) = narrowed(old, new).unwrap_or_else(|| (old.clone(), new.clone()));
                lines.push(Line::Removed(old));
                lines.push(Line::Added(new));
            }
            (Some(old), None) => lines.push(Line::Removed(old.clone())),
            (None, Some(new)) => lines.push(Line::Added(new.clone())),
            (None, None) => {}
        }
    }
}

/// Both rows without the values that they share, but for the first few; `None` if they have little in common.
fn narrowed(old: &str, new: &str) -> Option<(String, String)> {
    /// So many shared columns are shown, so that the row can be recognised.
    const SHOWN: usize = 3;
    let (old, new): (Json, Json) = (serde_json::from_str(old).ok()?, serde_json::from_str(new).ok()?);
    let (old_row, new_row) = (old.get("row")?.as_object()?, new.get("row")?.as_object()?);
    let shared: Vec<&String> = old_row.iter().filter(|(k, v)| new_row.get(*k) == Some(*v)).map(|(k, _)| k).collect();
    if shared.len() * 2 < old_row.len().max(new_row.len()) {
        return None;
    }
    let shown: Vec<&String> = shared
        .iter()
        .copied()
        .filter(|k| !matches!(old_row.get(*k), Some(Json::Null)) && old_row.get(*k) != Some(&Json::from("")))
        .take(SHOWN)
        .collect();
    let cut = |whole: &Json, row: &Map<String, Json>| {
        let mut whole = whole.clone();
        let kept: Map<String, Json> = row
            .iter()
            .filter(|(k, _)| !shared.contains(k) || shown.contains(k))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let left_out = row.len() - kept.len();
        if let Some(row) = whole.get_mut("row") {
            *row = Json::Object(kept);
        }
        let text = whole.to_string();
        if left_out == 0 { text } else { format!("{text} and {left_out} equal columns") }
    };
    Some((cut(&old, old_row), cut(&new, new_row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| (*t).to_owned()).collect()
    }

    #[test]
    fn a_changed_row_shows_what_changed_and_how_to_recognise_it() {
        let old = lines(&[r#"{"outcome":"detected","row":{"A":"a","B":"b","C":"c","D":"d","N":1}}"#]);
        let new = lines(&[r#"{"outcome":"narrowed","row":{"A":"a","B":"b","C":"c","D":"d","N":2}}"#]);
        assert_eq!(
            difference(&old, &new),
            [
                Line::Removed(
                    r#"{"outcome":"detected","row":{"A":"a","B":"b","C":"c","N":1}} and 1 equal columns"#.to_owned()
                ),
                Line::Added(
                    r#"{"outcome":"narrowed","row":{"A":"a","B":"b","C":"c","N":2}} and 1 equal columns"#.to_owned()
                ),
            ]
        );
    }

    #[test]
    fn rows_that_stay_are_counted() {
        let old = lines(&["a", "b", "c"]);
        let new = lines(&["a", "b", "d", "c"]);
        assert_eq!(difference(&old, &new), [Line::Same(2), Line::Added("d".to_owned()), Line::Same(1)]);
    }

    #[test]
    fn rows_with_little_in_common_are_shown_whole() {
        let old = lines(&[r#"{"row":{"A":"a","B":"b","C":"c"}}"#]);
        let new = lines(&[r#"{"row":{"A":"x","B":"y","C":"c"}}"#]);
        assert_eq!(difference(&old, &new), [Line::Removed(old[0].clone()), Line::Added(new[0].clone())]);
    }
}
