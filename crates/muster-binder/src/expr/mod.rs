//! Scalar expressions.

mod between;
mod binary;
mod call;
mod check;
mod element;
mod in_list;
pub(crate) mod name;
mod scalar;

pub(crate) use call::is_constant;
pub(crate) use check::Wanted;
