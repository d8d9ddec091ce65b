//! `parse_urlquery(query)`

use crate::prelude::*;
use crate::url::parameters;

pub(crate) const PARSE_URLQUERY: Scalar = Scalar {
    name: "parse_urlquery",
    aliases: &["parseurlquery"],
    category: Category::Parsing,
    signatures: &["(query: string): dynamic"],
    summary: "Takes the query of a URL apart into a bag.",
    notes: &[
        "The bag has one key, `Query Parameters`, whose value is the bag of the parameters.",
        "Nothing is decoded.",
    ],
    upstream: "parse-url-query-function",
    examples: &[eg("parse_urlquery('k1=v1&k2=v2')", "{\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"v2\"}}")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let query = args.text(0);
    args.rows(|row| Some(serde_json::json!({ "Query Parameters": parameters(query.get(row)) })))
}
