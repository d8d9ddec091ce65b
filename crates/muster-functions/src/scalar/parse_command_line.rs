//! `parse_command_line(command_line, parser_type)`

use crate::command_line::arguments;
use crate::prelude::*;

pub(crate) const PARSE_COMMAND_LINE: Scalar = Scalar {
    name: "parse_command_line",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(command_line: string, parser_type: const string): dynamic"],
    summary: "Takes a Windows command line apart into an array of its arguments.",
    notes: &[
        "The rules are those of `CommandLineToArgvW`; `parser_type` must be `windows`.",
        "Backslashes stay, but before a quote every second goes.",
        "The empty string gives null.",
    ],
    upstream: "parse-command-line",
    examples: &[
        eg("parse_command_line('echo \"hello world!\"', 'windows')", "[\"echo\",\"hello world!\"]"),
        eg("parse_command_line(@'C:\\Tools\\x.exe a\\b', 'windows')", "[\"C:\\\\Tools\\\\x.exe\",\"a\\\\b\"]"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    if let Some(parser) = args.constant_text(1)
        && !parser.eq_ignore_ascii_case("windows")
    {
        return Err(Failure::new(format!("`parse_command_line` knows the parser `windows`, not `{parser}`")));
    }
    let line = args.text(0);
    args.rows(|row| {
        let list = arguments(line.get(row));
        (!list.is_empty()).then(|| serde_json::Value::from(list))
    })
}
