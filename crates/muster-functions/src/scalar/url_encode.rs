//! `url_encode(url)`

use crate::prelude::*;
use crate::url::encode;

pub(crate) const URL_ENCODE: Scalar = Scalar {
    name: "url_encode",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(url: string): string"],
    summary: "Escapes a text for use in a URL.",
    notes: &["A space becomes `+`; `url_encode_component` makes it `%20`.", "Letters, digits and `-_.!*()` stay."],
    upstream: "url-encode-function",
    examples: &[eg("url_encode('https://www.bing.com/hello world')", "https%3a%2f%2fwww.bing.com%2fhello+world")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(encode(text.get(row), "+")))
}
