//! What a query may name.
//!
//! The catalog knows KQL's scalar types ([`Type`]) and values ([`Value`], without Arrow), moments and lengths of time in
//! Kusto's own unit ([`Datetime`], [`Timespan`]: ticks of 100 ns), the schemas of tables ([`Table`]) and the signatures
//! of functions, aggregates and plugins ([`Signature`]). It knows no meaning: what a function computes is in the
//! functions crate, what rows a table has is in nobody's hands here.
//!
//! # Representation, decided once
//!
//! | KQL | [`Value`] | in Arrow (see the values crate) |
//! |---|---|---|
//! | `bool` | `bool` | `Boolean` |
//! | `int` | `i32` | `Int32` |
//! | `long` | `i64` | `Int64` |
//! | `real` | `f64` | `Float64` |
//! | `decimal` | `i128` in units of 10⁻¹⁸ | `Decimal128(38, 18)` |
//! | `string` | `String`, never null | `Utf8View`, a null reads as `""` |
//! | `datetime` | ticks since 0001-01-01 UTC | `Int64` |
//! | `timespan` | ticks | `Int64` |
//! | `guid` | 128 bits | `Utf8View`, lower case with hyphens |
//! | `dynamic` | JSON | `Utf8View`, compact JSON text; null is `dynamic(null)` |

mod builtin;
mod catalog;
mod notation;
mod schema;
mod signature;
mod time;
mod types;
mod value;

pub use catalog::{Catalog, Function, Naming, UserFunction};
pub use notation::{CODES, DUPLICATE_COLUMN, MALFORMED_DECLARATION, UNKNOWN_TYPE};
pub use schema::{Column, Table};
pub use signature::{Kind, Parameter, ParameterType, Returns, Signature};
pub use time::{Datetime, TICKS_PER_DAY, TICKS_PER_SECOND, Timespan};
pub use types::Type;
pub use value::Value;
