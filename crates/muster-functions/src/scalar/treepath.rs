//! `treepath(object)`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const TREEPATH: Scalar = Scalar {
    name: "treepath",
    aliases: &[],
    category: Category::Dynamic,
    signatures: &["(object: dynamic): dynamic"],
    summary: "Returns the paths of all entries of a bag.",
    notes: &[
        "An element of an array is written `[0]`, whichever it is, and each path comes once.",
        "Null for what is no bag.",
    ],
    upstream: "treepath-function",
    examples: &[
        eg("treepath(dynamic({'a': 'b', 'c': 123}))", "[\"['a']\",\"['c']\"]"),
        eg("treepath(dynamic({'list': [100, {'x': 'y'}]}))", "[\"['list']\",\"['list'][0]\",\"['list'][0]['x']\"]"),
        eg("treepath(dynamic([1]))", "null"),
    ],
    naming: Naming::Prefix("tree_"),
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let object = args.json(0);
    args.rows(|row| {
        let object = object.get(row).filter(|object| object.is_object())?;
        let mut paths = Vec::new();
        collect("", &object, &mut paths);
        Some(paths.into_iter().map(Json::String).collect::<Json>())
    })
}

// As deep as JSON may be nested, which its reader limits.
fn collect(prefix: &str, value: &Json, paths: &mut Vec<String>) {
    let mut visit = |path: String, value: &Json| {
        if !paths.contains(&path) {
            paths.push(path.clone());
        }
        collect(&path, value, paths);
    };
    match value {
        Json::Object(entries) => entries.iter().for_each(|(key, value)| visit(format!("{prefix}['{key}']"), value)),
        Json::Array(elements) => elements.iter().for_each(|element| visit(format!("{prefix}[0]"), element)),
        _ => {}
    }
}
