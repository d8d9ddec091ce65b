//! Aggregates, one a file.
//!
//! The block between the markers is written by the test `index_is_current`.

// index: begin
mod any;
mod anyif;
mod arg_max;
mod arg_min;
mod argmax;
mod argmin;
mod avg;
mod avgif;
mod binary_all_and;
mod binary_all_or;
mod binary_all_xor;
mod buildschema;
mod count;
mod count_distinct;
mod count_distinctif;
mod countif;
mod covariance;
mod covarianceif;
mod covariancep;
mod covariancepif;
mod dcount;
mod dcountif;
mod make_bag;
mod make_bag_if;
mod make_list;
mod make_list_if;
mod make_list_with_nulls;
mod make_set;
mod make_set_if;
mod makelist;
mod makeset;
mod max;
mod maxif;
mod min;
mod minif;
mod percentile;
mod percentiles;
mod percentiles_array;
mod percentilesw;
mod percentilesw_array;
mod percentilew;
mod stdev;
mod stdevif;
mod stdevp;
mod sum;
mod sumif;
mod take_any;
mod take_anyif;
mod variance;
mod varianceif;
mod variancep;
mod variancepif;

/// Every aggregate, by file name.
pub const ALL: &[&crate::Aggregate] = &[
    &any::ANY,
    &anyif::ANYIF,
    &arg_max::ARG_MAX,
    &arg_min::ARG_MIN,
    &argmax::ARGMAX,
    &argmin::ARGMIN,
    &avg::AVG,
    &avgif::AVGIF,
    &binary_all_and::BINARY_ALL_AND,
    &binary_all_or::BINARY_ALL_OR,
    &binary_all_xor::BINARY_ALL_XOR,
    &buildschema::BUILDSCHEMA,
    &count::COUNT,
    &count_distinct::COUNT_DISTINCT,
    &count_distinctif::COUNT_DISTINCTIF,
    &countif::COUNTIF,
    &covariance::COVARIANCE,
    &covarianceif::COVARIANCEIF,
    &covariancep::COVARIANCEP,
    &covariancepif::COVARIANCEPIF,
    &dcount::DCOUNT,
    &dcountif::DCOUNTIF,
    &make_bag::MAKE_BAG,
    &make_bag_if::MAKE_BAG_IF,
    &make_list::MAKE_LIST,
    &make_list_if::MAKE_LIST_IF,
    &make_list_with_nulls::MAKE_LIST_WITH_NULLS,
    &make_set::MAKE_SET,
    &make_set_if::MAKE_SET_IF,
    &makelist::MAKELIST,
    &makeset::MAKESET,
    &max::MAX,
    &maxif::MAXIF,
    &min::MIN,
    &minif::MINIF,
    &percentile::PERCENTILE,
    &percentiles::PERCENTILES,
    &percentiles_array::PERCENTILES_ARRAY,
    &percentilesw::PERCENTILESW,
    &percentilesw_array::PERCENTILESW_ARRAY,
    &percentilew::PERCENTILEW,
    &stdev::STDEV,
    &stdevif::STDEVIF,
    &stdevp::STDEVP,
    &sum::SUM,
    &sumif::SUMIF,
    &take_any::TAKE_ANY,
    &take_anyif::TAKE_ANYIF,
    &variance::VARIANCE,
    &varianceif::VARIANCEIF,
    &variancep::VARIANCEP,
    &variancepif::VARIANCEPIF,
];
// index: end
