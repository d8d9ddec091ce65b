//! The only implementations of `DataFusion`'s traits: an upstream release changes these files and no others.

pub(crate) mod call;
pub(crate) mod node;
pub(crate) mod text;
