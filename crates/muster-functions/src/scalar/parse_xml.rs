//! `parse_xml(xml)`

use crate::prelude::*;
use crate::xml;

pub(crate) const PARSE_XML: Scalar = Scalar {
    name: "parse_xml",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(xml: string): dynamic"],
    summary: "Reads XML as a bag: elements by their names, attributes as `@name`, text as `#text`.",
    notes: &[
        "Null where the text is no well-formed XML, has a document type, or has more than 1 MiB.",
        "Elements with one name become an array; an element that has nothing but text is that text.",
        "Text is trimmed, and is a number where `tostring` gives its digits back.",
        "Comments, instructions and `CDATA` are skipped.",
        "An element with several texts, one after a child, is refused.",
    ],
    upstream: "parse-xml-function",
    examples: &[
        eg("parse_xml('<e/>')", "{\"e\":null}"),
        eg("parse_xml('<e>text</e>')", "{\"e\":\"text\"}"),
        eg("parse_xml('<e name=\"value\" />')", "{\"e\":{\"@name\":\"value\"}}"),
        eg("parse_xml('<e name=\"value\">text</e>')", "{\"e\":{\"@name\":\"value\",\"#text\":\"text\"}}"),
        eg("parse_xml('<e> <a>text</a> <b>text</b> </e>')", "{\"e\":{\"a\":\"text\",\"b\":\"text\"}}"),
        eg("parse_xml('<e> <a>text</a> <a>text</a> </e>')", "{\"e\":{\"a\":[\"text\",\"text\"]}}"),
        eg("parse_xml('<e> text <a>text</a> </e>')", "{\"e\":{\"#text\":\"text\",\"a\":\"text\"}}"),
        eg("parse_xml('<d><value>118.0</value><min>100.0</min></d>')", "{\"d\":{\"value\":118.0,\"min\":100.0}}"),
        eg("parse_xml('<e>')", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    let mut failure = None;
    let answer = args.rows(|row| {
        xml::read(text.get(row)).unwrap_or_else(|error| {
            failure = Some(error);
            None
        })
    });
    failure.map_or(answer, Err)
}
