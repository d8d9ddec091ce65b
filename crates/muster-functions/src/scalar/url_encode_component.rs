//! `url_encode_component(url)`

use crate::prelude::*;
use crate::url::encode;

pub(crate) const URL_ENCODE_COMPONENT: Scalar = Scalar {
    name: "url_encode_component",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(url: string): string"],
    summary: "Escapes a text for use in a URL, a space as `%20`.",
    notes: &["Letters, digits and `-_.!*()` stay."],
    upstream: "url-encode-component-function",
    examples: &[eg(
        "url_encode_component('https://www.bing.com/hello world')",
        "https%3a%2f%2fwww.bing.com%2fhello%20world",
    )],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(encode(text.get(row), "%20")))
}
