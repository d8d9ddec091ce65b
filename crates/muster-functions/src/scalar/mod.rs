//! Scalar functions and operators, one a file.
//!
//! The block between the markers is written by the test `index_is_current`.

// index: begin
mod abs;
mod acos;
mod add;
mod and;
mod around;
mod array_concat;
mod array_iff;
mod array_index_of;
mod array_length;
mod array_reverse;
mod array_rotate_left;
mod array_rotate_right;
mod array_shift_left;
mod array_shift_right;
mod array_slice;
mod array_sort_asc;
mod array_sort_desc;
mod array_split;
mod array_sum;
mod asin;
mod assert;
mod atan;
mod atan2;
mod bag_has_key;
mod bag_keys;
mod bag_merge;
mod bag_pack;
mod bag_remove_keys;
mod bag_set_key;
mod bag_zip;
mod base64_decode_toarray;
mod base64_decode_toguid;
mod base64_decode_tostring;
mod base64_encode_fromarray;
mod base64_encode_fromguid;
mod base64_encode_tostring;
mod beta_cdf;
mod beta_inv;
mod beta_pdf;
mod bin;
mod bin_at;
mod binary_and;
mod binary_not;
mod binary_or;
mod binary_shift_left;
mod binary_shift_right;
mod binary_xor;
mod bitset_count_ones;
mod ceiling;
mod coalesce;
mod contains;
mod contains_cs;
mod convert_angle;
mod convert_energy;
mod convert_force;
mod convert_length;
mod convert_mass;
mod convert_speed;
mod convert_temperature;
mod convert_volume;
mod cos;
mod cot;
mod countof;
mod datetime_add;
mod datetime_diff;
mod datetime_list_timezones;
mod datetime_local_to_utc;
mod datetime_part;
mod datetime_utc_to_local;
mod dayofmonth;
mod dayofweek;
mod dayofyear;
mod degrees;
mod divide;
mod dynamic_to_json;
mod endofday;
mod endofmonth;
mod endofweek;
mod endofyear;
mod endswith;
mod endswith_cs;
mod equal;
mod equal_ci;
mod erf;
mod erfc;
mod exp;
mod exp10;
mod exp2;
mod extract;
mod extract_all;
mod extract_json;
mod format_bytes;
mod format_datetime;
mod format_ipv4;
mod format_ipv4_mask;
mod format_timespan;
mod gamma;
mod geo_angle;
mod geo_azimuth;
mod geo_closest_point_on_line;
mod geo_closest_point_on_polygon;
mod geo_distance_2points;
mod geo_distance_point_to_line;
mod geo_distance_point_to_polygon;
mod geo_from_wkt;
mod geo_geohash_to_central_point;
mod geo_geohash_to_polygon;
mod geo_info_from_ranges;
mod geo_intersection_2lines;
mod geo_intersects_2lines;
mod geo_intersects_2polygons;
mod geo_intersects_line_with_polygon;
mod geo_line_centroid;
mod geo_line_interpolate_point;
mod geo_line_length;
mod geo_line_locate_point;
mod geo_point_in_circle;
mod geo_point_in_polygon;
mod geo_point_to_geohash;
mod geo_point_to_s2cell;
mod geo_polygon_centroid;
mod geo_polygon_perimeter;
mod geo_s2cell_to_central_point;
mod geo_s2cell_to_polygon;
mod getmonth;
mod gettype;
mod getyear;
mod greater;
mod greater_equal;
mod gzip_compress_to_base64_string;
mod gzip_decompress_from_base64_string;
mod has;
mod has_any_index;
mod has_any_ipv4;
mod has_any_ipv4_prefix;
mod has_cs;
mod has_ipv4;
mod has_ipv4_prefix;
mod hash;
mod hash_md5;
mod hash_sha1;
mod hash_sha256;
mod hash_xxhash64;
mod hasprefix;
mod hasprefix_cs;
mod hassuffix;
mod hassuffix_cs;
mod hourofday;
mod indexof;
mod indexof_regex;
mod ipv4_compare;
mod ipv4_is_in_any_range;
mod ipv4_is_in_range;
mod ipv4_is_match;
mod ipv4_is_private;
mod ipv4_netmask_suffix;
mod ipv4_range_to_cidr_list;
mod ipv6_compare;
mod ipv6_is_in_any_range;
mod ipv6_is_in_range;
mod ipv6_is_match;
mod isascii;
mod isempty;
mod isfinite;
mod isinf;
mod isnan;
mod isnotempty;
mod isnotnull;
mod isnull;
mod isutf8;
mod jaccard_index;
mod less;
mod less_equal;
mod log;
mod log10;
mod log2;
mod loggamma;
mod make_datetime;
mod make_timespan;
mod matches_regex;
mod max_of;
mod min_of;
mod modulo;
mod monthofyear;
mod multiply;
mod negate;
mod not;
mod not_contains;
mod not_contains_cs;
mod not_endswith;
mod not_endswith_cs;
mod not_equal;
mod not_equal_ci;
mod not_has;
mod not_has_cs;
mod not_hasprefix;
mod not_hasprefix_cs;
mod not_hassuffix;
mod not_hassuffix_cs;
mod not_startswith;
mod not_startswith_cs;
mod or;
mod pack_all;
mod pack_array;
mod parse_command_line;
mod parse_csv;
mod parse_ipv4;
mod parse_ipv4_mask;
mod parse_ipv6;
mod parse_ipv6_mask;
mod parse_json;
mod parse_path;
mod parse_url;
mod parse_urlquery;
mod parse_xml;
mod pi;
mod pow;
mod punycode_domain_from_string;
mod punycode_domain_to_string;
mod punycode_from_string;
mod punycode_to_string;
mod radians;
mod range;
mod regex_quote;
mod repeat;
mod replace;
mod replace_regex;
mod replace_string;
mod replace_strings;
mod reverse;
mod round;
mod series_abs;
mod series_acos;
mod series_add;
mod series_asin;
mod series_atan;
mod series_ceiling;
mod series_cos;
mod series_cosine_similarity;
mod series_divide;
mod series_dot_product;
mod series_equals;
mod series_exp;
mod series_fill_backward;
mod series_fill_const;
mod series_fill_forward;
mod series_fill_linear;
mod series_fit_line_dynamic;
mod series_floor;
mod series_greater;
mod series_greater_equals;
mod series_iir;
mod series_less;
mod series_less_equals;
mod series_log;
mod series_magnitude;
mod series_multiply;
mod series_not_equals;
mod series_pearson_correlation;
mod series_pow;
mod series_product;
mod series_seasonal;
mod series_sign;
mod series_sin;
mod series_stats_dynamic;
mod series_subtract;
mod series_sum;
mod series_tan;
mod set_difference;
mod set_equals;
mod set_has_element;
mod set_intersect;
mod set_union;
mod sign;
mod sin;
mod split;
mod sqrt;
mod startofday;
mod startofmonth;
mod startofweek;
mod startofyear;
mod startswith;
mod startswith_cs;
mod strcat;
mod strcat_array;
mod strcat_delim;
mod strcmp;
mod string_size;
mod strlen;
mod strrep;
mod substring;
mod subtract;
mod tan;
mod tobool;
mod todatetime;
mod todecimal;
mod todynamic_value;
mod toguid;
mod tohex;
mod toint;
mod tolong;
mod tolower;
mod toreal;
mod tostring;
mod totimespan;
mod toupper;
mod translate;
mod treepath;
mod trim;
mod trim_end;
mod trim_start;
mod unicode_codepoints_from_string;
mod unicode_codepoints_to_string;
mod unixtime_microseconds_todatetime;
mod unixtime_milliseconds_todatetime;
mod unixtime_nanoseconds_todatetime;
mod unixtime_seconds_todatetime;
mod url_decode;
mod url_encode;
mod url_encode_component;
mod week_of_year;
mod welch_test;
mod zip;
mod zlib_compress_to_base64_string;
mod zlib_decompress_from_base64_string;

/// Every scalar function and operator, by file name.
pub const ALL: &[&crate::Scalar] = &[
    &abs::ABS,
    &acos::ACOS,
    &add::ADD,
    &and::AND,
    &around::AROUND,
    &array_concat::ARRAY_CONCAT,
    &array_iff::ARRAY_IFF,
    &array_index_of::ARRAY_INDEX_OF,
    &array_length::ARRAY_LENGTH,
    &array_reverse::ARRAY_REVERSE,
    &array_rotate_left::ARRAY_ROTATE_LEFT,
    &array_rotate_right::ARRAY_ROTATE_RIGHT,
    &array_shift_left::ARRAY_SHIFT_LEFT,
    &array_shift_right::ARRAY_SHIFT_RIGHT,
    &array_slice::ARRAY_SLICE,
    &array_sort_asc::ARRAY_SORT_ASC,
    &array_sort_desc::ARRAY_SORT_DESC,
    &array_split::ARRAY_SPLIT,
    &array_sum::ARRAY_SUM,
    &asin::ASIN,
    &assert::ASSERT,
    &atan::ATAN,
    &atan2::ATAN2,
    &bag_has_key::BAG_HAS_KEY,
    &bag_keys::BAG_KEYS,
    &bag_merge::BAG_MERGE,
    &bag_pack::BAG_PACK,
    &bag_remove_keys::BAG_REMOVE_KEYS,
    &bag_set_key::BAG_SET_KEY,
    &bag_zip::BAG_ZIP,
    &base64_decode_toarray::BASE64_DECODE_TOARRAY,
    &base64_decode_toguid::BASE64_DECODE_TOGUID,
    &base64_decode_tostring::BASE64_DECODE_TOSTRING,
    &base64_encode_fromarray::BASE64_ENCODE_FROMARRAY,
    &base64_encode_fromguid::BASE64_ENCODE_FROMGUID,
    &base64_encode_tostring::BASE64_ENCODE_TOSTRING,
    &beta_cdf::BETA_CDF,
    &beta_inv::BETA_INV,
    &beta_pdf::BETA_PDF,
    &bin::BIN,
    &bin_at::BIN_AT,
    &binary_and::BINARY_AND,
    &binary_not::BINARY_NOT,
    &binary_or::BINARY_OR,
    &binary_shift_left::BINARY_SHIFT_LEFT,
    &binary_shift_right::BINARY_SHIFT_RIGHT,
    &binary_xor::BINARY_XOR,
    &bitset_count_ones::BITSET_COUNT_ONES,
    &ceiling::CEILING,
    &coalesce::COALESCE,
    &contains::CONTAINS,
    &contains_cs::CONTAINS_CS,
    &convert_angle::CONVERT_ANGLE,
    &convert_energy::CONVERT_ENERGY,
    &convert_force::CONVERT_FORCE,
    &convert_length::CONVERT_LENGTH,
    &convert_mass::CONVERT_MASS,
    &convert_speed::CONVERT_SPEED,
    &convert_temperature::CONVERT_TEMPERATURE,
    &convert_volume::CONVERT_VOLUME,
    &cos::COS,
    &cot::COT,
    &countof::COUNTOF,
    &datetime_add::DATETIME_ADD,
    &datetime_diff::DATETIME_DIFF,
    &datetime_list_timezones::DATETIME_LIST_TIMEZONES,
    &datetime_local_to_utc::DATETIME_LOCAL_TO_UTC,
    &datetime_part::DATETIME_PART,
    &datetime_utc_to_local::DATETIME_UTC_TO_LOCAL,
    &dayofmonth::DAYOFMONTH,
    &dayofweek::DAYOFWEEK,
    &dayofyear::DAYOFYEAR,
    &degrees::DEGREES,
    &divide::DIVIDE,
    &dynamic_to_json::DYNAMIC_TO_JSON,
    &endofday::ENDOFDAY,
    &endofmonth::ENDOFMONTH,
    &endofweek::ENDOFWEEK,
    &endofyear::ENDOFYEAR,
    &endswith::ENDSWITH,
    &endswith_cs::ENDSWITH_CS,
    &equal::EQUAL,
    &equal_ci::EQUAL_CI,
    &erf::ERF,
    &erfc::ERFC,
    &exp::EXP,
    &exp10::EXP10,
    &exp2::EXP2,
    &extract::EXTRACT,
    &extract_all::EXTRACT_ALL,
    &extract_json::EXTRACT_JSON,
    &format_bytes::FORMAT_BYTES,
    &format_datetime::FORMAT_DATETIME,
    &format_ipv4::FORMAT_IPV4,
    &format_ipv4_mask::FORMAT_IPV4_MASK,
    &format_timespan::FORMAT_TIMESPAN,
    &gamma::GAMMA,
    &geo_angle::GEO_ANGLE,
    &geo_azimuth::GEO_AZIMUTH,
    &geo_closest_point_on_line::GEO_CLOSEST_POINT_ON_LINE,
    &geo_closest_point_on_polygon::GEO_CLOSEST_POINT_ON_POLYGON,
    &geo_distance_2points::GEO_DISTANCE_2POINTS,
    &geo_distance_point_to_line::GEO_DISTANCE_POINT_TO_LINE,
    &geo_distance_point_to_polygon::GEO_DISTANCE_POINT_TO_POLYGON,
    &geo_from_wkt::GEO_FROM_WKT,
    &geo_geohash_to_central_point::GEO_GEOHASH_TO_CENTRAL_POINT,
    &geo_geohash_to_polygon::GEO_GEOHASH_TO_POLYGON,
    &geo_info_from_ranges::GEO_INFO_FROM_RANGES,
    &geo_intersection_2lines::GEO_INTERSECTION_2LINES,
    &geo_intersects_2lines::GEO_INTERSECTS_2LINES,
    &geo_intersects_2polygons::GEO_INTERSECTS_2POLYGONS,
    &geo_intersects_line_with_polygon::GEO_INTERSECTS_LINE_WITH_POLYGON,
    &geo_line_centroid::GEO_LINE_CENTROID,
    &geo_line_interpolate_point::GEO_LINE_INTERPOLATE_POINT,
    &geo_line_length::GEO_LINE_LENGTH,
    &geo_line_locate_point::GEO_LINE_LOCATE_POINT,
    &geo_point_in_circle::GEO_POINT_IN_CIRCLE,
    &geo_point_in_polygon::GEO_POINT_IN_POLYGON,
    &geo_point_to_geohash::GEO_POINT_TO_GEOHASH,
    &geo_point_to_s2cell::GEO_POINT_TO_S2CELL,
    &geo_polygon_centroid::GEO_POLYGON_CENTROID,
    &geo_polygon_perimeter::GEO_POLYGON_PERIMETER,
    &geo_s2cell_to_central_point::GEO_S2CELL_TO_CENTRAL_POINT,
    &geo_s2cell_to_polygon::GEO_S2CELL_TO_POLYGON,
    &getmonth::GETMONTH,
    &gettype::GETTYPE,
    &getyear::GETYEAR,
    &greater::GREATER,
    &greater_equal::GREATER_EQUAL,
    &gzip_compress_to_base64_string::GZIP_COMPRESS_TO_BASE64_STRING,
    &gzip_decompress_from_base64_string::GZIP_DECOMPRESS_FROM_BASE64_STRING,
    &has::HAS,
    &has_any_index::HAS_ANY_INDEX,
    &has_any_ipv4::HAS_ANY_IPV4,
    &has_any_ipv4_prefix::HAS_ANY_IPV4_PREFIX,
    &has_cs::HAS_CS,
    &has_ipv4::HAS_IPV4,
    &has_ipv4_prefix::HAS_IPV4_PREFIX,
    &hash::HASH,
    &hash_md5::HASH_MD5,
    &hash_sha1::HASH_SHA1,
    &hash_sha256::HASH_SHA256,
    &hash_xxhash64::HASH_XXHASH64,
    &hasprefix::HASPREFIX,
    &hasprefix_cs::HASPREFIX_CS,
    &hassuffix::HASSUFFIX,
    &hassuffix_cs::HASSUFFIX_CS,
    &hourofday::HOUROFDAY,
    &indexof::INDEXOF,
    &indexof_regex::INDEXOF_REGEX,
    &ipv4_compare::IPV4_COMPARE,
    &ipv4_is_in_any_range::IPV4_IS_IN_ANY_RANGE,
    &ipv4_is_in_range::IPV4_IS_IN_RANGE,
    &ipv4_is_match::IPV4_IS_MATCH,
    &ipv4_is_private::IPV4_IS_PRIVATE,
    &ipv4_netmask_suffix::IPV4_NETMASK_SUFFIX,
    &ipv4_range_to_cidr_list::IPV4_RANGE_TO_CIDR_LIST,
    &ipv6_compare::IPV6_COMPARE,
    &ipv6_is_in_any_range::IPV6_IS_IN_ANY_RANGE,
    &ipv6_is_in_range::IPV6_IS_IN_RANGE,
    &ipv6_is_match::IPV6_IS_MATCH,
    &isascii::ISASCII,
    &isempty::ISEMPTY,
    &isfinite::ISFINITE,
    &isinf::ISINF,
    &isnan::ISNAN,
    &isnotempty::ISNOTEMPTY,
    &isnotnull::ISNOTNULL,
    &isnull::ISNULL,
    &isutf8::ISUTF8,
    &jaccard_index::JACCARD_INDEX,
    &less::LESS,
    &less_equal::LESS_EQUAL,
    &log::LOG,
    &log10::LOG10,
    &log2::LOG2,
    &loggamma::LOGGAMMA,
    &make_datetime::MAKE_DATETIME,
    &make_timespan::MAKE_TIMESPAN,
    &matches_regex::MATCHES_REGEX,
    &max_of::MAX_OF,
    &min_of::MIN_OF,
    &modulo::MODULO,
    &monthofyear::MONTHOFYEAR,
    &multiply::MULTIPLY,
    &negate::NEGATE,
    &not::NOT,
    &not_contains::NOT_CONTAINS,
    &not_contains_cs::NOT_CONTAINS_CS,
    &not_endswith::NOT_ENDSWITH,
    &not_endswith_cs::NOT_ENDSWITH_CS,
    &not_equal::NOT_EQUAL,
    &not_equal_ci::NOT_EQUAL_CI,
    &not_has::NOT_HAS,
    &not_has_cs::NOT_HAS_CS,
    &not_hasprefix::NOT_HASPREFIX,
    &not_hasprefix_cs::NOT_HASPREFIX_CS,
    &not_hassuffix::NOT_HASSUFFIX,
    &not_hassuffix_cs::NOT_HASSUFFIX_CS,
    &not_startswith::NOT_STARTSWITH,
    &not_startswith_cs::NOT_STARTSWITH_CS,
    &or::OR,
    &pack_all::PACK_ALL,
    &pack_array::PACK_ARRAY,
    &parse_command_line::PARSE_COMMAND_LINE,
    &parse_csv::PARSE_CSV,
    &parse_ipv4::PARSE_IPV4,
    &parse_ipv4_mask::PARSE_IPV4_MASK,
    &parse_ipv6::PARSE_IPV6,
    &parse_ipv6_mask::PARSE_IPV6_MASK,
    &parse_json::PARSE_JSON,
    &parse_path::PARSE_PATH,
    &parse_url::PARSE_URL,
    &parse_urlquery::PARSE_URLQUERY,
    &parse_xml::PARSE_XML,
    &pi::PI,
    &pow::POW,
    &punycode_domain_from_string::PUNYCODE_DOMAIN_FROM_STRING,
    &punycode_domain_to_string::PUNYCODE_DOMAIN_TO_STRING,
    &punycode_from_string::PUNYCODE_FROM_STRING,
    &punycode_to_string::PUNYCODE_TO_STRING,
    &radians::RADIANS,
    &range::RANGE,
    &regex_quote::REGEX_QUOTE,
    &repeat::REPEAT,
    &replace::REPLACE,
    &replace_regex::REPLACE_REGEX,
    &replace_string::REPLACE_STRING,
    &replace_strings::REPLACE_STRINGS,
    &reverse::REVERSE,
    &round::ROUND,
    &series_abs::SERIES_ABS,
    &series_acos::SERIES_ACOS,
    &series_add::SERIES_ADD,
    &series_asin::SERIES_ASIN,
    &series_atan::SERIES_ATAN,
    &series_ceiling::SERIES_CEILING,
    &series_cos::SERIES_COS,
    &series_cosine_similarity::SERIES_COSINE_SIMILARITY,
    &series_divide::SERIES_DIVIDE,
    &series_dot_product::SERIES_DOT_PRODUCT,
    &series_equals::SERIES_EQUALS,
    &series_exp::SERIES_EXP,
    &series_fill_backward::SERIES_FILL_BACKWARD,
    &series_fill_const::SERIES_FILL_CONST,
    &series_fill_forward::SERIES_FILL_FORWARD,
    &series_fill_linear::SERIES_FILL_LINEAR,
    &series_fit_line_dynamic::SERIES_FIT_LINE_DYNAMIC,
    &series_floor::SERIES_FLOOR,
    &series_greater::SERIES_GREATER,
    &series_greater_equals::SERIES_GREATER_EQUALS,
    &series_iir::SERIES_IIR,
    &series_less::SERIES_LESS,
    &series_less_equals::SERIES_LESS_EQUALS,
    &series_log::SERIES_LOG,
    &series_magnitude::SERIES_MAGNITUDE,
    &series_multiply::SERIES_MULTIPLY,
    &series_not_equals::SERIES_NOT_EQUALS,
    &series_pearson_correlation::SERIES_PEARSON_CORRELATION,
    &series_pow::SERIES_POW,
    &series_product::SERIES_PRODUCT,
    &series_seasonal::SERIES_SEASONAL,
    &series_sign::SERIES_SIGN,
    &series_sin::SERIES_SIN,
    &series_stats_dynamic::SERIES_STATS_DYNAMIC,
    &series_subtract::SERIES_SUBTRACT,
    &series_sum::SERIES_SUM,
    &series_tan::SERIES_TAN,
    &set_difference::SET_DIFFERENCE,
    &set_equals::SET_EQUALS,
    &set_has_element::SET_HAS_ELEMENT,
    &set_intersect::SET_INTERSECT,
    &set_union::SET_UNION,
    &sign::SIGN,
    &sin::SIN,
    &split::SPLIT,
    &sqrt::SQRT,
    &startofday::STARTOFDAY,
    &startofmonth::STARTOFMONTH,
    &startofweek::STARTOFWEEK,
    &startofyear::STARTOFYEAR,
    &startswith::STARTSWITH,
    &startswith_cs::STARTSWITH_CS,
    &strcat::STRCAT,
    &strcat_array::STRCAT_ARRAY,
    &strcat_delim::STRCAT_DELIM,
    &strcmp::STRCMP,
    &string_size::STRING_SIZE,
    &strlen::STRLEN,
    &strrep::STRREP,
    &substring::SUBSTRING,
    &subtract::SUBTRACT,
    &tan::TAN,
    &tobool::TOBOOL,
    &todatetime::TODATETIME,
    &todecimal::TODECIMAL,
    &todynamic_value::TODYNAMIC_VALUE,
    &toguid::TOGUID,
    &tohex::TOHEX,
    &toint::TOINT,
    &tolong::TOLONG,
    &tolower::TOLOWER,
    &toreal::TOREAL,
    &tostring::TOSTRING,
    &totimespan::TOTIMESPAN,
    &toupper::TOUPPER,
    &translate::TRANSLATE,
    &treepath::TREEPATH,
    &trim::TRIM,
    &trim_end::TRIM_END,
    &trim_start::TRIM_START,
    &unicode_codepoints_from_string::UNICODE_CODEPOINTS_FROM_STRING,
    &unicode_codepoints_to_string::UNICODE_CODEPOINTS_TO_STRING,
    &unixtime_microseconds_todatetime::UNIXTIME_MICROSECONDS_TODATETIME,
    &unixtime_milliseconds_todatetime::UNIXTIME_MILLISECONDS_TODATETIME,
    &unixtime_nanoseconds_todatetime::UNIXTIME_NANOSECONDS_TODATETIME,
    &unixtime_seconds_todatetime::UNIXTIME_SECONDS_TODATETIME,
    &url_decode::URL_DECODE,
    &url_encode::URL_ENCODE,
    &url_encode_component::URL_ENCODE_COMPONENT,
    &week_of_year::WEEK_OF_YEAR,
    &welch_test::WELCH_TEST,
    &zip::ZIP,
    &zlib_compress_to_base64_string::ZLIB_COMPRESS_TO_BASE64_STRING,
    &zlib_decompress_from_base64_string::ZLIB_DECOMPRESS_FROM_BASE64_STRING,
];
// index: end
