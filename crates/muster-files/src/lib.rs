//! Tables in files: NDJSON, CSV, Parquet and Arrow IPC, to and from the values of the house.
//!
//! A file says less than KQL wants to know: CSV has no types, Parquet has timestamps but no `dynamic`. What a column is
//! follows, in this order, from the schema that the caller has for the table's name, from the note that our own
//! Parquet files carry (field metadata `kql`), and from what the format tells. A column that a schema has and the file
//! has not is null (`""` for `string`); one that the file has and the schema has not is an error, since a rule that
//! names it in production would not find it.
//!
//! Files are read whole or not at all, but for Parquet that a query reads by itself ([`open_parquet`]), and written whole or not at all: a temporary file beside the target is renamed
//! when it is complete.

pub mod codes;
mod error;
mod place;
mod read;
mod write;

pub use error::FileError;
pub use read::{ExternalFormat, FileFormat, open_parquet, read_external, read_table};
pub use write::{Written, write_csv, write_ndjson, write_parquet, write_whole};
