//! `format_bytes(size [, precision [, units]])`

use crate::prelude::*;

pub(crate) const FORMAT_BYTES: Scalar = Scalar {
    name: "format_bytes",
    aliases: &[],
    category: Category::Text,
    signatures: &["(size: real, precision: long = 0, units: string = ''): string"],
    summary: "Writes a number as an amount of data.",
    notes: &[
        "Units are `Bytes`, `KB`, `MB`, `GB`, `TB`, `PB` and `EB`, each 1024 of the one before; without `units` the greatest that leaves at least 1 is taken.",
        "`precision` decimal places are kept at most: zeros at the end are not printed.",
    ],
    upstream: "format-bytes-function",
    examples: &[
        eg("format_bytes(564)", "564 Bytes"),
        eg("format_bytes(10332, 1)", "10.1 KB"),
        eg("format_bytes(20010332)", "19 MB"),
        eg("format_bytes(20010332, 2)", "19.08 MB"),
        eg("format_bytes(20010332, 0, 'KB')", "19541 KB"),
    ],
    naming: Naming::Default,
    body: eval,
};

const UNITS: [&str; 7] = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

fn eval(args: &Args<'_>) -> Answer {
    let (size, precision, units) = (args.real(0), args.long(1), args.text(2));
    args.rows(|row| {
        let size = size.get(row)?;
        let exponent = match units.get(row) {
            "" => {
                let fits = |e: &i32| size.abs() >= 1024f64.powi(*e);
                (0..7).rev().find(fits).unwrap_or(0)
            }
            unit => i32::try_from(UNITS.iter().position(|u| *u == unit)?).ok()?,
        };
        let places = usize::try_from(precision.get(row).unwrap_or(0).clamp(0, 15)).ok()?;
        let number = format!("{:.places$}", size / 1024f64.powi(exponent));
        let number = if places > 0 { number.trim_end_matches('0').trim_end_matches('.') } else { number.as_str() };
        Some(format!("{number} {}", UNITS.get(usize::try_from(exponent).ok()?)?))
    })
}
