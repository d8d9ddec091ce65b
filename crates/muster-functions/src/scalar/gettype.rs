//! `gettype(value)`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const GETTYPE: Scalar = Scalar {
    name: "gettype",
    aliases: &[],
    category: Category::Conversion,
    signatures: &["(value: any): string"],
    summary: "Returns the name of a value's type; for a `dynamic`, of what it holds.",
    notes: &[
        "A `dynamic` holds `array`, `dictionary`, `string`, `long`, `double`, `bool` or `null`.",
        "A null of another type has its type.",
    ],
    upstream: "gettype-function",
    examples: &[
        eg("gettype('a')", "string"),
        eg("gettype(111)", "long"),
        eg("gettype(int(null))", "int"),
        eg("gettype(dynamic(1.5))", "double"),
        eg("gettype(dynamic({'a': 1}))", "dictionary"),
        eg("gettype(dynamic([1]))", "array"),
        eg("gettype(dynamic(null))", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if args.ty(0) != Type::Dynamic {
        return args.rows(|_| Some(args.ty(0).name()));
    }
    let value = args.json(0);
    args.rows(|row| {
        Some(match value.get(row).as_deref() {
            None | Some(Json::Null) => "null",
            Some(Json::Bool(_)) => "bool",
            Some(Json::Number(n)) if n.is_i64() => "long",
            Some(Json::Number(_)) => "double",
            Some(Json::String(_)) => "string",
            Some(Json::Array(_)) => "array",
            Some(Json::Object(_)) => "dictionary",
        })
    })
}
