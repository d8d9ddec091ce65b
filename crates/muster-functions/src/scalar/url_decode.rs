//! `url_decode(encoded_url)`

use crate::prelude::*;
use crate::url::decode;

pub(crate) const URL_DECODE: Scalar = Scalar {
    name: "url_decode",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(encoded_url: string): string"],
    summary: "Undoes the escapes of a URL.",
    notes: &["A `+` becomes a space.", "An escape that is none stays as it is."],
    upstream: "url-decode-function",
    examples: &[
        eg("url_decode('https%3a%2f%2fwww.bing.com%2f')", "https://www.bing.com/"),
        eg("url_decode('100%')", "100%"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(decode(text.get(row))))
}
