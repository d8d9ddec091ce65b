//! `parse_csv(csv_text)`

use crate::prelude::*;

pub(crate) const PARSE_CSV: Scalar = Scalar {
    name: "parse_csv",
    aliases: &[],
    category: Category::Text,
    signatures: &["(csv_text: string): dynamic"],
    summary: "Cuts a record of comma-separated values into an array of texts.",
    notes: &["Only the first record is taken.", "Values may be in double quotes, with quotes inside them doubled."],
    upstream: "parse-csv-function",
    examples: &[
        eg("parse_csv('aa,b,cc')", "[\"aa\",\"b\",\"cc\"]"),
        eg(
            "parse_csv('aa,\"b,b,b\",cc,\"Escaping \"\"quotes\"\"\"')",
            "[\"aa\",\"b,b,b\",\"cc\",\"Escaping \\\"quotes\\\"\"]",
        ),
        eg("parse_csv('a,\\nx,y')", "[\"a\",\"\"]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let text = args.text(0);
    args.rows(|row| Some(serde_json::Value::from(first_record(text.get(row)))))
}

fn first_record(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        let fresh = fields.last().is_none_or(String::is_empty);
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut fields, '"');
            }
            '"' if quoted => quoted = false,
            '"' if fresh => quoted = true,
            ',' if !quoted => fields.push(String::new()),
            '\n' if !quoted => break,
            '\r' if !quoted && chars.peek() == Some(&'\n') => break,
            other => push(&mut fields, other),
        }
    }
    fields
}

fn push(fields: &mut [String], c: char) {
    if let Some(field) = fields.last_mut() {
        field.push(c);
    }
}
