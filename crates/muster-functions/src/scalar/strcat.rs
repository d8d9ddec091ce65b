//! `strcat(argument, …)`

use crate::prelude::*;
use crate::texts::Texts;

pub(crate) const STRCAT: Scalar = Scalar {
    name: "strcat",
    aliases: &[],
    category: Category::Text,
    signatures: &["(argument: any, arguments: any...): string"],
    summary: "Joins 1 to 64 values into one text.",
    notes: &[
        "Values of other types are taken as `tostring` prints them: a null is empty, a `bool` is `True` or `False`.",
    ],
    upstream: "strcat-function",
    examples: &[
        eg("strcat('a', 'b', 'c')", "abc"),
        eg("strcat('n=', 5, ' t=', 1h)", "n=5 t=01:00:00"),
        eg("strcat('x', int(null), 'y')", "xy"),
        eg("strcat('a', true)", "aTrue"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let parts: Vec<Texts<'_>> = (0..args.len()).map(|index| Texts::of(args, index)).collect();
    args.rows(|row| Some(parts.iter().map(|part| part.get(row)).collect::<String>()))
}
