//! Random queries that are well typed.

pub(crate) mod choices;
pub(crate) mod data;
pub(crate) mod expression;
pub(crate) mod query;
