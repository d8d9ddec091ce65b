//! Finding special forms by name.

use muster_catalog::{Function, Naming, Type};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use super::{
    aggregates, ago, bag_pack_columns, case, column_ifexists, column_names_of, iff, ingestion_time, materialize, now,
    pack_all, percentiles, table, take, toscalar, unimplemented, watchlist, window,
};
use crate::binder::Binder;
use crate::bound::Expr;
use crate::scope::{Scope, Tabular};

pub(crate) type ScalarForm = fn(&mut Binder<'_>, &Name, &[Syntax], Span, Scope<'_>) -> Expr;
pub(crate) type TabularForm = fn(&mut Binder<'_>, &Name, &[Syntax], Span) -> Tabular;
pub(crate) type AggregateForm =
    fn(&mut Binder<'_>, &Function, &Name, &[Syntax], Span, Scope<'_>) -> Vec<(String, Expr)>;

const SCALARS: &[(&str, ScalarForm)] = &[
    ("ago", ago::bind),
    ("bag_pack_columns", bag_pack_columns::bind),
    ("case", case::bind),
    ("column_ifexists", column_ifexists::bind),
    ("column_names_of", column_names_of::bind),
    ("columnifexists", column_ifexists::bind),
    ("iff", iff::bind),
    ("iif", iff::bind),
    ("ingestion_time", ingestion_time::bind),
    ("next", window::bind),
    ("now", now::bind),
    ("pack_all", pack_all::bind),
    ("prev", window::bind),
    ("row_cumsum", window::bind),
    ("row_number", window::bind),
    ("row_rank_dense", window::bind),
    ("row_rank_min", window::bind),
    ("row_window_session", window::bind),
    ("toscalar", toscalar::bind),
];

const TABLES: &[(&str, TabularForm)] =
    &[("_GetWatchlist", watchlist::bind), ("materialize", materialize::bind), ("table", table::bind)];

const AGGREGATES: &[(&str, AggregateForm)] = &[
    ("any", take::any),
    ("arg_max", take::arg_max),
    ("arg_min", take::arg_min),
    ("argmax", take::argmax),
    ("argmin", take::argmax),
    ("count", aggregates::count),
    ("percentile", percentiles::bind),
    ("percentiles", percentiles::bind),
    ("percentiles_array", percentiles::array),
    ("percentilesw", percentiles::bind),
    ("percentilesw_array", percentiles::array),
    ("percentilew", percentiles::bind),
    ("take_any", take::take_any),
];

/// Plugins, which are called by `evaluate` alone.
const PLUGINS: &[&str] = &[
    "active_users_count",
    "activity_counts_metrics",
    "activity_engagement",
    "activity_metrics",
    "autocluster",
    "bag_unpack",
    "basket",
    "cosmosdb_sql_request",
    "dcount_intersect",
    "diffpatterns",
    "funnel_sequence",
    "funnel_sequence_completion",
    "geo_line_lookup",
    "geo_polygon_lookup",
    "http_request",
    "http_request_post",
    "infer_storage_schema",
    "ipv4_lookup",
    "ipv6_lookup",
    "mysql_request",
    "narrow",
    "new_activity_metrics",
    "pivot",
    "preview",
    "python",
    "r",
    "rolling_percentile",
    "rows_near",
    "schema_merge",
    "sequence_detect",
    "session_count",
    "sliding_window_counts",
    "sql_request",
];

fn find<F: Copy>(list: &[(&str, F)], name: &str) -> Option<F> {
    list.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
}

/// The special form called `name` that gives a single value.
pub(crate) fn scalar_form(name: &str) -> Option<ScalarForm> {
    find(SCALARS, name)
}

/// The special form called `name` that gives a table.
pub(crate) fn tabular_form(name: &str) -> Option<TabularForm> {
    find(TABLES, name)
}

/// Whether a call of `name` gives a table whatever its arguments are.
pub(crate) fn is_tabular_form(name: &str) -> bool {
    name != "materialize" && tabular_form(name).is_some()
}

/// How the aggregate called `name` is bound if it gives several columns or names them its own way.
pub(crate) fn aggregate_form(name: &str) -> Option<AggregateForm> {
    find(AGGREGATES, name)
}

pub(crate) fn plugin(name: &str) -> bool {
    PLUGINS.contains(&name)
}

/// Whether there is a form or a function called `name` that the catalog need not have.
pub(crate) fn is_known(name: &str) -> bool {
    scalar_form(name).is_some() || unimplemented::signature(name).is_some() || unimplemented::tuple(name).is_some()
}

/// Names for suggestions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SCALARS.iter().map(|(name, _)| *name).chain(TABLES.iter().map(|(name, _)| *name)).chain(unimplemented::names())
}

/// How the result of the form called `name` is called where the query gives no name.
pub(crate) fn naming(name: &str) -> Option<Naming> {
    match name {
        "column_ifexists" | "columnifexists" => Some(Naming::FirstArgument),
        "parse_json" | "parsejson" | "todynamic" | "format_datetime" => Some(Naming::FirstArgument),
        "percentile" | "percentiles" => Some(Naming::Default),
        _ => None,
    }
}

/// Whether `name` converts to `ty`, so that a value of that type is left as it is.
pub(crate) fn is_conversion_to(name: &str, ty: Type) -> bool {
    let to = match name {
        "tobool" | "toboolean" => Type::Bool,
        "todatetime" => Type::Datetime,
        "todecimal" => Type::Decimal,
        "todouble" | "toreal" => Type::Real,
        "todynamic" => Type::Dynamic,
        "toguid" => Type::Guid,
        "toint" => Type::Int,
        "tolong" => Type::Long,
        "tostring" => Type::String,
        "totimespan" | "totime" => Type::Timespan,
        _ => return false,
    };
    to == ty
}
