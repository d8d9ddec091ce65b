//! `buildschema(expr)`

use crate::prelude::*;
use crate::schema::BuildSchema;

pub(crate) const BUILDSCHEMA: Aggregate = Aggregate {
    name: "buildschema",
    aliases: &[],
    signatures: &["(expr: dynamic): dynamic"],
    summary: "Returns the least schema that admits all values of each group.",
    notes: &[
        "A bag is a bag of the types of its entries, an array one with the types of its elements under the key `` `indexer` ``; several types are an array.",
        "Keys come in the order of their first appearance; Kusto promises none.",
        "Booleans, nulls inside a value, empty arrays, a group of nulls alone, and types that do not appear in the order of their names are refused.",
    ],
    upstream: "buildschema-aggregation-function",
    examples: &[
        Example {
            call: "buildschema(x)",
            input: "datatable(x: dynamic)[dynamic({'x': 1, 'y': 3.5}), dynamic({'x': 'somevalue', 'z': [1, 2, 3]}), dynamic({'y': {'w': 'zzz'}, 't': ['aa', 'bb'], 'z': ['foo']})]",
            result: "{\"x\":[\"long\",\"string\"],\"y\":[{\"w\":\"string\"},\"double\"],\"z\":{\"`indexer`\":[\"long\",\"string\"]},\"t\":{\"`indexer`\":\"string\"}}",
        },
        Example { call: "buildschema(x)", input: "datatable(x: dynamic)[dynamic(1), dynamic(null)]", result: "long" },
    ],
    naming: Naming::Prefix("schema_"),
    fold: || Box::new(BuildSchema::default()),
};
