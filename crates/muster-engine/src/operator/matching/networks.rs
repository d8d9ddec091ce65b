//! Addresses in networks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use datafusion_common::Result;
use datafusion_physical_expr::PhysicalExpr;
use muster_binder::bound::{Expr, Family};
use muster_catalog::{Type, Value};
use muster_functions::network::Network;
use muster_source::Span;
use muster_values::{Failure, to_json, value_at};

use crate::adapt::call::failure_at;
use crate::plan::{Node, Planner};
use crate::run::RunError;

/// What is read of each side.
#[derive(Debug)]
struct Side {
    address: Arc<dyn PhysicalExpr>,
    keys: Vec<(Arc<dyn PhysicalExpr>, Type)>,
}

/// Looks addresses up.
#[derive(Debug)]
pub(super) struct Addresses {
    family: Family,
    left: Side,
    right: Side,
}

/// The further keys of a row, as one text.
type Keys = String;

/// Networks by their length, their first address and their further keys.
#[derive(Debug, Default)]
pub(super) struct Networks {
    rows: BTreeMap<(u32, u128, Keys), Vec<u64>>,
    lengths: BTreeSet<u32>,
    /// By row, the network as it is written.
    texts: BTreeMap<u64, (Network, String)>,
}

impl Networks {
    /// A row with a network of `length` bits that is a part of the network `address`.
    fn part_of(&self, address: Network, length: u32, keys: &str) -> Option<u64> {
        let inside = self.rows.range((length, address.first(length), String::new())..);
        let mut inside = inside.take_while(|((prefix, first, _), _)| *prefix == length && *first <= address.last());
        inside.find(|((_, _, other), _)| other == keys).and_then(|(_, rows)| rows.first().copied())
    }
}

/// A row of a side: its network as read, its text and its keys; none where the address cannot be read or a key is null.
type Row = Option<(Network, String, Keys)>;

impl Addresses {
    pub(super) fn plan(
        planner: &Planner<'_>,
        family: Family,
        (address, left): (&Expr, &Node),
        (network, right): (&Expr, &Node),
        on: &[(Expr, Expr)],
    ) -> std::result::Result<Self, RunError> {
        let side = |value: &Expr, node: &Node, keys: &mut dyn Iterator<Item = &Expr>| {
            let mut planned = Vec::new();
            for key in keys {
                planned.push((planner.expr(key, node)?, key.ty));
            }
            Ok::<_, RunError>(Side { address: planner.expr(value, node)?, keys: planned })
        };
        Ok(Self {
            family,
            left: side(address, left, &mut on.iter().map(|(left, _)| left))?,
            right: side(network, right, &mut on.iter().map(|(_, right)| right))?,
        })
    }

    fn rows(&self, side: &Side, batch: &RecordBatch) -> Result<Vec<Row>> {
        let count = batch.num_rows();
        let array = |value: &Arc<dyn PhysicalExpr>| -> Result<ArrayRef> { value.evaluate(batch)?.into_array(count) };
        let addresses = array(&side.address)?;
        let mut keys = Vec::with_capacity(side.keys.len());
        for (key, ty) in &side.keys {
            keys.push((array(key)?, *ty));
        }
        let row = |row: usize| -> Row {
            let Value::String(text) = value_at(&addresses, Type::String, row) else { return None };
            let network = match self.family {
                Family::V4 => Network::v4(&text),
                Family::V6 => Network::v6(&text),
            };
            let mut together = Vec::with_capacity(keys.len());
            for (array, ty) in &keys {
                if array.is_null(row) {
                    return None;
                }
                together.push(to_json(&value_at(array, *ty, row)));
            }
            Some((network?, text, serde_json::Value::Array(together).to_string()))
        };
        Ok((0..count).map(row).collect())
    }

    /// The right input's networks.
    pub(super) fn networks(&self, batch: &RecordBatch) -> Result<Networks> {
        let mut networks = Networks::default();
        for (row, read) in self.rows(&self.right, batch)?.into_iter().enumerate() {
            let Some((network, text, keys)) = read else { continue };
            let prefix = network.prefix();
            networks.lengths.insert(prefix);
            networks.rows.entry((prefix, network.first(prefix), keys)).or_default().push(row as u64);
            networks.texts.insert(row as u64, (network, text));
        }
        Ok(networks)
    }

    /// For each row of the left input, the rows of the right one.
    pub(super) fn matches(&self, batch: &RecordBatch, networks: &Networks, span: Span) -> Result<Vec<Vec<u64>>> {
        let rows = self.rows(&self.left, batch)?.into_iter();
        rows.map(|row| match row {
            Some((address, text, keys)) => {
                self.found(address, &text, &keys, networks).map_err(|failed| failure_at(failed, span))
            }
            None => Ok(Vec::new()),
        })
        .collect()
    }

    fn found(
        &self,
        address: Network,
        text: &str,
        keys: &str,
        networks: &Networks,
    ) -> std::result::Result<Vec<u64>, Failure> {
        let of = |row: u64| networks.texts.get(&row).map_or("", |(_, text)| text.as_str());
        let mut found: Option<&Vec<u64>> = None;
        for length in &networks.lengths {
            if *length > address.prefix() {
                if let Some(part) = networks.part_of(address, *length, keys) {
                    return Err(Failure::new(format!(
                        "`{text}` is a network of which `{}` of the lookup table is a part, and whether that is a match is not \
                         documented; look up single addresses",
                        of(part)
                    )));
                }
                continue;
            }
            let Some(rows) = networks.rows.get(&(*length, address.first(*length), keys.to_owned())) else { continue };
            let here = rows.first().map_or("", |row| of(*row));
            if let Some(before) = found.and_then(|rows| rows.first()) {
                return Err(Failure::new(format!(
                    "`{text}` lies in `{}` and in `{here}` of the lookup table, and which of several networks Kusto gives is \
                     not documented; let each address lie in one network, or join on `ipv4_is_in_range`",
                    of(*before)
                )));
            }
            let dotted = |row: &u64| networks.texts.get(row).is_some_and(|(network, _)| network.is_dotted());
            if self.family == Family::V6 && (address.is_dotted() || rows.iter().any(dotted)) {
                return Err(Failure::new(format!(
                    "whether `ipv6_lookup` finds an IPv4 address such as `{text}` in `{here}` is not documented; write both as \
                     IPv6, or use `ipv4_lookup`"
                )));
            }
            found = Some(rows);
        }
        Ok(found.cloned().unwrap_or_default())
    }
}
