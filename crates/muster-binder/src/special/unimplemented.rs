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
    ("array_iff", "(condition: dynamic, whenTrue: any, whenFalse: any): dynamic"),
    ("base64_decode_toarray", "(text: string): dynamic"),
    ("base64_decode_toguid", "(text: string): guid"),
    ("base64_encode_fromarray", "(bytes: dynamic): string"),
    ("base64_encode_fromguid", "(value: guid): string"),
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
    ("geo_distance_2points", "(longitude1: real, latitude1: real, longitude2: real, latitude2: real): real"),
    ("geo_geohash_to_central_point", "(geohash: string): dynamic"),
    ("geo_info_from_ip_address", "(ip: string): dynamic"),
    ("geo_point_in_circle", "(longitude: real, latitude: real, centerLongitude: real, centerLatitude: real, radius: real): bool"),
    ("geo_point_in_polygon", "(longitude: real, latitude: real, polygon: dynamic): bool"),
    ("geo_point_to_geohash", "(longitude: real, latitude: real, accuracy: long = 5): string"),
    ("geo_point_to_s2cell", "(longitude: real, latitude: real, level: long = 11): string"),
    ("gzip_compress_to_base64_string", "(text: string): string"),
    ("gzip_decompress_from_base64_string", "(text: string): string"),
    ("new_guid", "(): guid"),
    ("parse_path", "(path: string): dynamic"),
    ("parse_user_agent", "(userAgent: string, lookFor: any): dynamic"),
    ("parse_xml", "(xml: string): dynamic"),
    ("rand", "(n: long = 0): real"),
    ("series_add", "(a: any, b: any): dynamic"),
    ("series_decompose_forecast", "(series: dynamic, points: long, more: any...): dynamic"),
    ("series_divide", "(a: any, b: any): dynamic"),
    ("series_equals", "(a: any, b: any): dynamic"),
    ("series_fill_backward", "(series: dynamic, missing: any = null): dynamic"),
    ("series_fill_const", "(series: dynamic, value: any, missing: any = null): dynamic"),
    ("series_fill_forward", "(series: dynamic, missing: any = null): dynamic"),
    ("series_fill_linear", "(series: dynamic, missing: any = null, edges: bool = true, constant: any = 0): dynamic"),
    ("series_fir", "(series: dynamic, filter: dynamic, normalize: bool = true, center: bool = false): dynamic"),
    ("series_greater", "(a: any, b: any): dynamic"),
    ("series_iir", "(series: dynamic, numerators: dynamic, denominators: dynamic): dynamic"),
    ("series_less", "(a: any, b: any): dynamic"),
    ("series_multiply", "(a: any, b: any): dynamic"),
    ("series_outliers", "(series: dynamic, kind: string = '', ignored: any = 0, low: real = 10.0, high: real = 90.0): dynamic"),
    ("series_pearson_correlation", "(a: dynamic, b: dynamic): real"),
    ("series_seasonal", "(series: dynamic, period: long = 0): dynamic"),
    ("series_stats_dynamic", "(series: dynamic, ignoreNonFinite: bool = false): dynamic"),
    ("series_fit_2lines_dynamic", "(series: dynamic): dynamic"),
    ("series_fit_line_dynamic", "(series: dynamic): dynamic"),
    ("series_subtract", "(a: any, b: any): dynamic"),
    ("series_sum", "(series: dynamic): real"),
    ("zlib_compress_to_base64_string", "(text: string): string"),
    ("zlib_decompress_from_base64_string", "(text: string): string"),
];

/// Functions with several results, and what these are called.
#[rustfmt::skip]
const TUPLES: &[(&str, &[(&str, Type)])] = &[
    ("series_decompose", &[("baseline", Type::Dynamic), ("seasonal", Type::Dynamic), ("trend", Type::Dynamic), ("residual", Type::Dynamic)]),
    ("series_decompose_anomalies", &[("ad_flag", Type::Dynamic), ("ad_score", Type::Dynamic), ("baseline", Type::Dynamic)]),
    ("series_fit_2lines", &[("rsquare", Type::Real), ("split_idx", Type::Long), ("variance", Type::Real), ("rvariance", Type::Real), ("line_fit", Type::Dynamic), ("right_rsquare", Type::Real), ("right_slope", Type::Real), ("right_interception", Type::Real), ("right_variance", Type::Real), ("right_rvariance", Type::Real), ("left_rsquare", Type::Real), ("left_slope", Type::Real), ("left_interception", Type::Real), ("left_variance", Type::Real), ("left_rvariance", Type::Real)]),
    ("series_fit_line", &[("rsquare", Type::Real), ("slope", Type::Real), ("variance", Type::Real), ("rvariance", Type::Real), ("interception", Type::Real), ("line_fit", Type::Dynamic)]),
    ("series_periods_detect", &[("periods", Type::Dynamic), ("scores", Type::Dynamic)]),
    ("series_periods_validate", &[("periods", Type::Dynamic), ("scores", Type::Dynamic)]),
    ("series_stats", &[("min", Type::Real), ("min_idx", Type::Long), ("max", Type::Real), ("max_idx", Type::Long), ("avg", Type::Real), ("stdev", Type::Real), ("variance", Type::Real)]),
];

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
