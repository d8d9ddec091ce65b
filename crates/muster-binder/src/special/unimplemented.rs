//! Functions of Kusto that nobody computes here yet: their types are known, so that a query with them can be checked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use muster_catalog::{Function, Kind, Naming, Signature, Type};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::Expr;
use crate::scope::Scope;

/// Names and signatures. The catalog goes first: an entry here is without effect once the function is there.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, &str)] = &[
    ("current_cluster_endpoint", "(): string"),
    ("current_database", "(): string"),
    ("current_principal", "(): string"),
    ("current_principal_details", "(): dynamic"),
    ("cursor_after", "(cursor: string): bool"),
    ("cursor_current", "(): string"),
    ("dcount_hll", "(hll: dynamic): long"),
    ("estimate_data_size", "(columns: any...): long"),
    ("extent_id", "(): guid"),
    ("extent_tags", "(): dynamic"),
    ("geo_geohash_neighbors", "(geohash: string): dynamic"),
    ("geo_h3cell_children", "(h3cell: string, resolution: long = 0): dynamic"),
    ("geo_h3cell_level", "(h3cell: string): long"),
    ("geo_h3cell_neighbors", "(h3cell: string): dynamic"),
    ("geo_h3cell_parent", "(h3cell: string, resolution: long = 0): string"),
    ("geo_h3cell_rings", "(h3cell: string, distance: long): dynamic"),
    ("geo_h3cell_to_central_point", "(h3cell: string): dynamic"),
    ("geo_h3cell_to_polygon", "(h3cell: string): dynamic"),
    ("geo_intersection_2polygons", "(polygon1: dynamic, polygon2: dynamic): dynamic"),
    ("geo_intersection_line_with_polygon", "(lineString: dynamic, polygon: dynamic): dynamic"),
    ("geo_line_buffer", "(lineString: dynamic, radius: real, tolerance: real = 10.0): dynamic"),
    ("geo_line_densify", "(lineString: dynamic, tolerance: real = 10.0, preserve_crossing: bool = false): dynamic"),
    ("geo_line_simplify", "(lineString: dynamic, tolerance: real = 10.0): dynamic"),
    ("geo_line_to_s2cells", "(lineString: dynamic, level: long = 11, radius: real = 0.0): dynamic"),
    ("geo_point_buffer", "(longitude: real, latitude: real, radius: real, tolerance: real = 10.0): dynamic"),
    ("geo_point_to_h3cell", "(longitude: real, latitude: real, resolution: long = 6): string"),
    ("geo_polygon_area", "(polygon: dynamic): real"),
    ("geo_polygon_buffer", "(polygon: dynamic, radius: real, tolerance: real = 10.0): dynamic"),
    ("geo_polygon_densify", "(polygon: dynamic, tolerance: real = 10.0, preserve_crossing: bool = false): dynamic"),
    ("geo_polygon_simplify", "(polygon: dynamic, tolerance: real = 10.0): dynamic"),
    ("geo_polygon_to_h3cells", "(polygon: dynamic, resolution: long = 6, radius: real = 0.0): dynamic"),
    ("geo_polygon_to_s2cells", "(polygon: dynamic, level: long = 11, radius: real = 0.0): dynamic"),
    ("geo_s2cell_neighbors", "(s2cell: string): dynamic"),
    ("geo_simplify_polygons_array", "(polygons: dynamic, tolerance: real = 10.0): dynamic"),
    ("geo_union_lines_array", "(lineStrings: dynamic): dynamic"),
    ("geo_union_polygons_array", "(polygons: dynamic): dynamic"),
    ("hash_combine", "(hash1: long, hash2: long, hashes: long...): long"),
    ("hash_many", "(value1: any, value2: any, values: any...): long"),
    ("merge_tdigest", "(digests: dynamic...): dynamic"),
    ("new_guid", "(): guid"),
    ("parse_user_agent", "(userAgent: string, lookFor: any): dynamic"),
    ("parse_version", "(version: string): decimal"),
    ("percentrank_tdigest", "(tdigest: dynamic, value: any): real"),
    ("rand", "(n: long = 0): real"),
    ("rank_tdigest", "(tdigest: dynamic, value: any): real"),
    ("series_decompose_forecast", "(series: dynamic, points: long, more: any...): dynamic"),
    ("series_fir", "(series: dynamic, filter: dynamic, normalize: bool = true, center: bool = false): dynamic"),
    ("series_fit_2lines_dynamic", "(series: dynamic): dynamic"),
    ("series_outliers", "(series: dynamic, kind: string = '', ignored: any = 0, low: real = 10.0, high: real = 90.0): dynamic"),
    ("series_seasonal", "(series: dynamic, period: long = 0): dynamic"),
];

/// Functions with several results, and what these are called.
#[rustfmt::skip]
const TUPLES: &[(&str, &[(&str, Type)])] = &[
    ("series_decompose", &[("baseline", Type::Dynamic), ("seasonal", Type::Dynamic), ("trend", Type::Dynamic), ("residual", Type::Dynamic)]),
    ("series_decompose_anomalies", &[("ad_flag", Type::Dynamic), ("ad_score", Type::Dynamic), ("baseline", Type::Dynamic)]),
    ("series_fft", &[("real", Type::Dynamic), ("imag", Type::Dynamic)]),
    ("series_fit_2lines", &[("rsquare", Type::Real), ("split_idx", Type::Long), ("variance", Type::Real), ("rvariance", Type::Real), ("line_fit", Type::Dynamic), ("right_rsquare", Type::Real), ("right_slope", Type::Real), ("right_interception", Type::Real), ("right_variance", Type::Real), ("right_rvariance", Type::Real), ("left_rsquare", Type::Real), ("left_slope", Type::Real), ("left_interception", Type::Real), ("left_variance", Type::Real), ("left_rvariance", Type::Real)]),
    ("series_fit_line", &[("rsquare", Type::Real), ("slope", Type::Real), ("variance", Type::Real), ("rvariance", Type::Real), ("interception", Type::Real), ("line_fit", Type::Dynamic)]),
    ("series_ifft", &[("real", Type::Dynamic), ("imag", Type::Dynamic)]),
    ("series_fit_poly", &[("rsquare", Type::Real), ("coefficients", Type::Dynamic), ("variance", Type::Real), ("rvariance", Type::Real), ("poly_fit", Type::Dynamic)]),
    ("series_periods_detect", &[("periods", Type::Dynamic), ("scores", Type::Dynamic)]),
    ("series_periods_validate", &[("periods", Type::Dynamic), ("scores", Type::Dynamic)]),
    ("series_stats", &[("min", Type::Real), ("min_idx", Type::Long), ("max", Type::Real), ("max_idx", Type::Long), ("avg", Type::Real), ("stdev", Type::Real), ("variance", Type::Real)]),
];

/// Those of them whose results are the entries of the bag that another function gives.
const TWINS: &[(&str, &str)] =
    &[("series_fit_line", "series_fit_line_dynamic"), ("series_stats", "series_stats_dynamic")];

/// Functions that are computed only with at least so many arguments.
const PARTIAL: &[(&str, usize)] = &[("series_seasonal", 2)];

static READ: LazyLock<BTreeMap<&'static str, Function>> = LazyLock::new(|| {
    let read = FUNCTIONS.iter().filter_map(|(name, signature)| {
        let overloads = vec![Signature::parse(signature).ok()?];
        let function = Function { name: (*name).to_owned(), kind: Kind::Scalar, overloads, naming: Naming::Default };
        Some((*name, function))
    });
    read.collect()
});

/// The function called `name`.
pub(super) fn signature(name: &str) -> Option<&'static Function> {
    READ.get(name)
}

/// The results of the function called `name` that gives several.
pub(crate) fn tuple(name: &str) -> Option<&'static [(&'static str, Type)]> {
    TUPLES.iter().find(|(known, _)| *known == name).map(|(_, results)| *results)
}

/// The function whose bag has the results of the function called `name` as its entries.
pub(crate) fn twin(name: &str) -> Option<&'static str> {
    TWINS.iter().find(|(known, _)| *known == name).map(|(_, twin)| *twin)
}

/// Whether the function called `name` is not computed with so few arguments.
pub(crate) fn is_partial(name: &str, arguments: usize) -> bool {
    PARTIAL.iter().any(|(known, least)| *known == name && arguments < *least)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name).chain(TUPLES.iter().map(|(name, _)| *name))
}

impl Binder<'_> {
    /// Binds a call of a function that nobody computes yet.
    pub(crate) fn call_unimplemented(
        &mut self,
        name: &Name,
        arguments: &[Syntax],
        span: Span,
        scope: Scope<'_>,
    ) -> Option<Expr> {
        let what = format!("function `{}`", name.text);
        if let Some(results) = tuple(&name.text) {
            self.arguments(arguments, scope);
            let ty = results.first().map_or(Type::Dynamic, |(_, ty)| *ty);
            return Some(self.unsupported_expr(&what, ty, span));
        }
        let function = signature(&name.text)?;
        let bound = self.arguments(arguments, scope);
        Some(match self.settle(function, name, arguments, bound) {
            Some(settled) if !settled.unknown => self.unsupported_expr(&what, settled.ty, span),
            Some(_) => self.undetermined(span),
            None => self.broken(span),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signature_is_readable() {
        assert_eq!(READ.len(), FUNCTIONS.len());
    }
}
