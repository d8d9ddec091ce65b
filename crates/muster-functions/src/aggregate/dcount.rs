//! `dcount(expr [, accuracy])`

use crate::distinct::CountDistinct;
use crate::prelude::*;

pub(crate) const DCOUNT: Aggregate = Aggregate {
    name: "dcount",
    aliases: &[],
    signatures: &["(expr: any, accuracy: const long = 1): long"],
    summary: "Counts the different values of each group.",
    notes: &[
        "Nulls are left out. An empty string is a value.",
        "Exact here, where Kusto estimates: Kusto's result may be off by a few per cent for thousands of values, and `accuracy` changes nothing here.",
    ],
    upstream: "dcount-aggregation-function",
    examples: &[
        Example { call: "dcount(x)", input: "datatable(x: long)[1, 2, 2, long(null)]", result: "2" },
        Example { call: "dcount(x)", input: "datatable(x: string)['a', 'A', '']", result: "3" },
    ],
    naming: Naming::Prefix("dcount_"),
    fold: || Box::new(CountDistinct::default()),
};
