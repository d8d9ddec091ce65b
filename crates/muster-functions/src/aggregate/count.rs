//! `count()`

use crate::prelude::*;

pub(crate) const COUNT: Aggregate = Aggregate {
    name: "count",
    aliases: &[],
    signatures: &["(): long"],
    summary: "Counts the rows of each group.",
    notes: &["Without keys there is one group, also of no rows: its count is 0."],
    upstream: "count-aggregation-function",
    examples: &[Example { call: "count()", input: "datatable(x: long)[1, long(null)]", result: "2" }],
    naming: Naming::Prefix("count_"),
    fold: || Box::new(PerGroup::<Rows>::default()),
};

#[derive(Debug, Default)]
struct Rows(i64);

impl Fold for Rows {
    type Input<'a> = ();

    fn open<'a>(_: &Args<'a>) -> Self::Input<'a> {}

    fn push(&mut self, (): &(), _: usize) {
        self.0 += 1;
    }

    fn finish(&mut self, _: Type) -> Value {
        Value::Long(self.0)
    }
}
