//! KQL values as Arrow columns.
//!
//! How each KQL type is kept is decided in one table, in the catalog crate's documentation; [`arrow_type`] is that
//! table as code. From it follow:
//!
//! - **null**: an Arrow null, for every type but `string`, whose null reads as `""`;
//! - **time**: ticks of 100 ns in `Int64`, so that the years 1 to 9999 fit, sort and subtract;
//! - **dynamic**: compact JSON text, keys in the order written. `dynamic(null)` is an Arrow null; a `null` inside an
//!   array or a bag is JSON's. A long and a real differ in the text (`1`, `1.0`);
//! - **text for people and files**: [`to_json`] and [`to_text`] alone make it, so that a golden file, `muster query`
//!   and a spec page cannot disagree.
//!
//! The seam for functions is [`Args`] (what a call was given) and [`Column`] (rows of one type, or one value for all
//! rows). A leaf takes views of its arguments and answers row by row:
//!
//! ```
//! use muster_values::{Answer, Args};
//!
//! fn strlen(args: &Args<'_>) -> Answer {
//!     let source = args.text(0);
//!     args.rows(|row| Some(source.get(row).chars().count() as i64))
//! }
//! ```
//!
//! `?` on a null argument gives a null result, which is KQL's rule for most functions.

mod args;
mod canonical;
mod cell;
mod column;
mod dictionary;
pub mod json_text;
mod stored;
mod table_set;

pub use args::{Answer, Args, Bools, Decimals, Failure, Ints, JsonColumn, Longs, Reals, Text};
pub use canonical::{real_text, to_json, to_text};
pub use cell::{Cell, DecimalUnits};
pub use column::{Column, arrow_type, table_schema, value_at};
pub use dictionary::Dictionary;
pub use stored::{Batches, Bounds, Condition, StoredRows};
pub use table_set::TableSet;
