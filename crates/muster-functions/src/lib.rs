//! What KQL's functions, operators and aggregates mean.
//!
//! One function is one file: name, signature, summary, examples, body ([`Scalar`], [`Aggregate`], [`Window`]). The manual, the
//! support table and the catalog's signatures are made from these entries, and each example runs as a test, so neither
//! can say what the code does not do.
//!
//! A body sees Arrow columns through the views of the values crate and nothing else: no engine, no query. To add a
//! function, add a file to `scalar/`, `aggregate/` or `window/`; the index between the marker lines of their `mod.rs` is rewritten
//! by the test `index_is_current`.

pub mod aggregate;
mod arithmetic;
mod beta;
mod bitwise;
mod calendar;
mod collection;
mod command_line;
mod comparison;
mod conversion;
mod distinct;
pub mod element;
mod encoding;
mod entry;
pub mod expand;
mod extreme;
mod filtered;
mod folding;
mod geo;
mod geo_edge;
mod geohash;
mod index;
mod ip;
pub mod json;
mod json_path;
pub mod membership;
mod needle;
mod needles;
mod neighbor;
pub mod network;
mod numeric;
mod path;
mod pattern;
mod patterns;
mod percentile;
pub mod pick;
mod predicates;
pub mod prelude;
mod punycode;
mod ranks;
mod re2;
mod regression;
mod rewrite;
mod s2;
pub mod scalar;
mod schema;
mod search_range;
mod series;
mod sorting;
mod spread;
mod tally;
mod terms;
mod texts;
mod total;
mod units;
mod url;
pub mod window;
mod wkt;
mod xml;
mod zone;

pub use entry::{Aggregate, Category, Example, Fold, GroupedFold, Naming, PerGroup, Scalar, Window, eg};
pub use index::{aggregate, register, scalar, window};
pub use patterns::compile as regex;
