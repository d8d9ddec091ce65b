//! `extract_json(jsonPath, dataSource)`

use crate::prelude::*;
use crate::{json, json_path};
use serde_json::Value as Json;

pub(crate) const EXTRACT_JSON: Scalar = Scalar {
    name: "extract_json",
    aliases: &["extractjson"],
    category: Category::Dynamic,
    signatures: &["(jsonPath: string, dataSource: string): string"],
    summary: "Returns the text of the element of a JSON document that a path leads to.",
    notes: &[
        "A path is `$` and then members and indexes: `$.a[0]['b c']`; other paths are refused.",
        "Empty where the document cannot be read or has no such element.",
        "A third argument, `typeof(…)`, converts the result.",
    ],
    upstream: "extract-json-function",
    examples: &[
        eg("extract_json('$.name', '{\"name\": \"John\", \"age\": 30}')", "John"),
        eg("extract_json('$.hosts[1].id', '{\"hosts\": [{\"id\": 1}, {\"id\": 2}]}')", "2"),
        eg("extract_json('$.Name', '{\"name\": \"John\"}')", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (path, source) = (args.text(0), args.text(1));
    let constant = args.constant_text(0).map(json_path::parse).transpose()?;
    let mut failure = None;
    let answer = args.rows(|row| {
        let document: Json = serde_json::from_str(source.get(row)).ok()?;
        let steps = match &constant {
            Some(steps) => Cow::Borrowed(steps),
            None => match json_path::parse(path.get(row)) {
                Ok(steps) => Cow::Owned(steps),
                Err(wrong) => {
                    failure = Some(wrong);
                    return None;
                }
            },
        };
        json_path::find(&document, &steps).filter(|found| !found.is_null()).map(|found| json::text(found).into_owned())
    });
    failure.map_or(answer, Err)
}
