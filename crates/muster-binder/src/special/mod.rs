//! Special forms: calls that are no functions of their arguments' values.

mod aggregates;
mod ago;
mod bag_pack_columns;
mod case;
mod column_ifexists;
mod column_names_of;
mod iff;
mod ingestion_time;
mod materialize;
mod now;
mod pack_all;
mod percentiles;
mod registry;
mod table;
mod take;
mod toscalar;
mod unimplemented;
mod watchlist;
mod window;

pub(crate) use registry::{
    aggregate_form, is_conversion_to, is_known, is_tabular_form, names, naming, plugin, scalar_form, tabular_form,
};
pub(crate) use unimplemented::{is_partial, tuple, twin};
pub(crate) use window::UNORDERED;
