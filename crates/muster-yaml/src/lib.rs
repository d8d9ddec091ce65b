//! YAML read into nodes that know their bytes.
//!
//! Rules, suppressions, packs, scenarios and `muster.yaml` are all YAML, written by hand and often wrong. What their
//! readers need is not a value but a *place*: an unknown key, a number where a list belongs, an error in the third line
//! of a query that stands in a block scalar must all point into the file. So the one YAML reader of the house gives
//! [`Node`]s with byte spans ([`read()`]), a reader of mappings that collects diagnostics instead of stopping at the first
//! ([`Fields`]), and scalars as *excerpts* that know the way back into the file ([`Node::block_excerpt`]).
//!
//! The YAML itself is read by `serde-saphyr`, under the name `serde_yaml` by which the Rust world knows a YAML reader. Its
//! serde layer hands out values that are already resolved (`1.10` is a float there, and a visitor that asks for text
//! cannot tell a quoted `"5"` from a plain `5`) and keeps no place for keys, duplicates and styles. Therefore the tree is
//! built from the events of the parser that it brings along, each with byte offsets, and what a plain scalar means as a
//! number or a boolean is asked of the node ([`Node::integer`], [`Node::number`], [`Node::boolean`]).
//!
//! Refused here, with a place: tabs as indentation, duplicate keys, more than one document, unknown tags, and documents
//! that are too large, too deep or grow too much by aliases (the limits are constants in [`limits`]). Which keys there
//! may be, and whether the root is a mapping, is the caller's business.

mod codes;
mod excerpt;
mod fields;
pub mod limits;
mod node;
mod read;
mod scan;

pub use codes::{CODES, NOT_ONE_OF, TAB, UNKNOWN_KEY};
pub use fields::Fields;
pub use node::{Kind, Node};
pub use read::read;

#[cfg(test)]
mod tests;
