//! Operators as plans, one file each.

pub(crate) mod datatable;
pub(crate) mod gather;
pub(crate) mod join;
pub(crate) mod keys;
pub(crate) mod make_series;
pub(crate) mod matching;
pub(crate) mod mv_apply;
pub(crate) mod mv_expand;
pub(crate) mod parse;
pub(crate) mod parse_kv;
pub(crate) mod partition;
pub(crate) mod pick;
pub(crate) mod project;
pub(crate) mod range;
pub(crate) mod scan;
pub(crate) mod sort;
pub(crate) mod stored;
pub(crate) mod summarize;
pub(crate) mod table;
pub(crate) mod take;
pub(crate) mod top_nested;
pub(crate) mod union;
pub(crate) mod r#where;
pub(crate) mod window;
