//! `extract_all(regex [, captureGroups], source)`

use crate::prelude::*;
use regex::Regex;
use serde_json::Value as Json;

use crate::patterns::compile;

pub(crate) const EXTRACT_ALL: Scalar = Scalar {
    name: "extract_all",
    aliases: &["extractall"],
    category: Category::Text,
    signatures: &[
        "(regex: const string, source: string): dynamic",
        "(regex: const string, captureGroups: const dynamic, source: string): dynamic",
    ],
    summary: "Returns what the groups of a regular expression capture in all its matches.",
    notes: &[
        "One group gives an array of texts, several give an array of arrays.",
        "The expression must have 1 to 16 groups; without a match the result is null, not an empty array.",
        "`captureGroups` picks groups by number or name; numbers out of range are dropped, and if none is left all groups are taken.",
    ],
    upstream: "extract-all-function",
    examples: &[
        eg("extract_all(@'(\\d+)', 'a set of numbers: 123, 567 and 789')", "[\"123\",\"567\",\"789\"]"),
        eg("extract_all(@'(\\w)(\\w+)(\\w)', dynamic([1, 3]), '82b8be2d-dfa7')", "[[\"8\",\"d\"],[\"d\",\"7\"]]"),
        eg(
            "extract_all(@'(?P<first>\\w)(?P<middle>\\w+)(?P<last>\\w)', dynamic(['first', 2, 'last']), '82b8be2d-dfa7')",
            "[[\"8\",\"2b8be2\",\"d\"],[\"d\",\"fa\",\"7\"]]",
        ),
        eg("extract_all(@'([a-z])([a-z]+)', dynamic([1, 5]), 'test word')", "[\"t\",\"w\"]"),
        eg("extract_all(@'(\\d+)', 'none')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let Some(pattern) = args.constant_text(0) else {
        return Err(Failure::new("the regular expression of `extract_all` must be a constant"));
    };
    let regex = compile(pattern)?;
    let count = regex.captures_len() - 1;
    if !(1..=16).contains(&count) {
        return Err(Failure::new("the regular expression of `extract_all` must have 1 to 16 groups"));
    }
    let (groups, source) = if args.len() == 3 {
        (picked(&regex, args.json(1).get(0).as_deref())?, args.text(2))
    } else {
        (Vec::new(), args.text(1))
    };
    let groups = if groups.is_empty() { (1..=count).collect() } else { groups };
    args.rows(|row| {
        let matches: Vec<Json> = regex
            .captures_iter(source.get(row))
            .map(|captures| {
                let mut texts = groups.iter().map(|g| Json::from(captures.get(*g).map_or("", |found| found.as_str())));
                if groups.len() == 1 { texts.next().unwrap_or_default() } else { Json::Array(texts.collect()) }
            })
            .collect();
        (!matches.is_empty()).then_some(Json::Array(matches))
    })
}

fn picked(regex: &Regex, groups: Option<&Json>) -> Result<Vec<usize>, Failure> {
    let mut numbers = Vec::new();
    for group in groups.and_then(Json::as_array).into_iter().flatten() {
        match group {
            Json::String(name) => match regex.capture_names().position(|n| n == Some(name)) {
                Some(number) => numbers.push(number),
                None => return Err(Failure::new(format!("the regular expression has no group `{name}`"))),
            },
            other => {
                let number = other.as_u64().and_then(|n| usize::try_from(n).ok());
                numbers.extend(number.filter(|n| (1..regex.captures_len()).contains(n)));
            }
        }
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use muster_catalog::Type;

    use super::*;

    #[test]
    fn an_expression_without_groups_is_refused() {
        let text = |t: &str| Column::from_value(&Value::String(t.to_owned()));
        let columns = [text("a+"), text("aa")];
        let answer = eval(&Args::new(&columns, &[Type::String, Type::String], 1, Type::Dynamic));
        assert!(answer.is_err_and(|failure| failure.message.contains("1 to 16 groups")));
    }
}
