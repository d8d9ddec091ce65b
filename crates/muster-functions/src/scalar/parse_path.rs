//! `parse_path(path)`

use crate::path::parts;
use crate::prelude::*;

pub(crate) const PARSE_PATH: Scalar = Scalar {
    name: "parse_path",
    aliases: &[],
    category: Category::Parsing,
    signatures: &["(path: string): dynamic"],
    summary: "Takes a file path apart into a bag.",
    notes: &[
        "The keys are `Scheme`, `RootPath`, `DirectoryPath`, `DirectoryName`, `Filename`, `Extension` and `AlternateDataStreamName`; a part that is missing is the empty string.",
        "Both slashes separate, and the file is what follows the last of them, so that a directory must be written with a slash at its end to be one.",
        "A long path, such as `\\\\?\\C:\\temp\\x`, is refused, since the parts that Kusto gives it are not known.",
    ],
    upstream: "parse-path-function",
    examples: &[
        eg(
            r"parse_path(@'C:\temp\file.txt')",
            r#"{"Scheme":"","RootPath":"C:","DirectoryPath":"C:\\temp","DirectoryName":"temp","Filename":"file.txt","Extension":"txt","AlternateDataStreamName":""}"#,
        ),
        eg("tostring(parse_path('/usr/lib/file.txt:a.exe').AlternateDataStreamName)", "a.exe"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let path = args.text(0);
    let mut has_long_path = false;
    let answer = args.rows(|row| {
        let parts = parts(path.get(row));
        has_long_path |= parts.is_none();
        parts
    });
    if has_long_path { Err(Failure::new("`parse_path` of a long path (`\\\\?\\`) is not supported")) } else { answer }
}
