//! `parse_url(url)`

use crate::prelude::*;
use crate::url::parts;

pub(crate) const PARSE_URL: Scalar = Scalar {
    name: "parse_url",
    aliases: &["parseurl"],
    category: Category::Parsing,
    signatures: &["(url: string): dynamic"],
    summary: "Takes a URL apart into a bag.",
    notes: &[
        "The keys are `Scheme`, `Host`, `Port`, `Path`, `Username`, `Password`, `Query Parameters` and `Fragment`; a part that is missing is the empty string.",
        "Without a scheme there is no host: all is the path.",
        "Nothing is decoded.",
    ],
    upstream: "parse-url-function",
    examples: &[
        eg(
            "parse_url('scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment')",
            "{\"Scheme\":\"scheme\",\"Host\":\"host\",\"Port\":\"1234\",\"Path\":\"/this/is/a/path\",\"Username\":\"username\",\"Password\":\"password\",\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"v2\"},\"Fragment\":\"fragment\"}",
        ),
        eg("tostring(parse_url('contoso.com/x').Host)", ""),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let source = args.text(0);
    args.rows(|row| Some(parts(source.get(row))))
}
