//! Aggregates, folded over columns: nulls, groups without rows, ties, and rows that come in several batches.

use muster_catalog::{Type, Value};
use muster_functions::aggregate;
use muster_functions::pick::{Direction, Pick, Picker};
use muster_values::{Args, Column, to_json};
use rstest::rstest;
use serde_json::{Value as Json, json};

/// A value of type `ty` from JSON.
fn value(ty: Type, json: &Json) -> Value {
    match (ty, json) {
        (Type::Bool, Json::Bool(b)) => Value::Bool(*b),
        (Type::Int, Json::Number(n)) => Value::Int(
            i32::try_from(n.as_i64().expect("a value of the column's type")).expect("a value of the column's type"),
        ),
        (Type::Long, Json::Number(n)) => Value::Long(n.as_i64().expect("a value of the column's type")),
        (Type::Real, Json::Number(n)) => Value::Real(n.as_f64().expect("a value of the column's type")),
        (Type::Real, Json::String(s)) => Value::Real(s.parse().expect("a value of the column's type")),
        (Type::String, Json::String(s)) => Value::String(s.clone()),
        (Type::Dynamic, json) if !json.is_null() => Value::Dynamic(json.clone()),
        _ => Value::null(ty),
    }
}

/// Folds rows of the columns `types` into groups; a row is `[group, value, …]`; an argument that is alone in `constants`
/// follows. Each row is a batch of its own, so that a fold that forgets what it saw cannot pass.
fn fold(
    name: &str,
    types: &[Type],
    constants: &[Value],
    rows: &Json,
    total: usize,
    returns: Type,
) -> Result<Json, String> {
    let mut fold = (aggregate(name).expect("an aggregate").fold)();
    let all_types: Vec<Type> = types.iter().copied().chain(constants.iter().map(Value::ty)).collect();
    for row in rows.as_array().expect("rows") {
        let group = usize::try_from(row[0].as_u64().expect("a group")).expect("a value of the column's type");
        let mut columns: Vec<Column> =
            types.iter().enumerate().map(|(i, ty)| Column::from_values(*ty, [value(*ty, &row[i + 1])])).collect();
        columns.extend(constants.iter().map(Column::from_value));
        let args = Args::new(&columns, &all_types, 1, returns);
        fold.push(&args, &[group], group + 1).map_err(|failure| failure.message)?;
    }
    let column = fold.finish(total, returns).map_err(|failure| failure.message)?;
    Ok((0..total).map(|group| to_json(&column.value(returns, group))).collect())
}

#[rstest]
#[case::rows_are_counted_nulls_too("count", &[], json!([[0], [0], [1]]), Type::Long, json!([2, 1, 0]))]
#[case::a_sum_of_nothing_is_zero("sum", &[Type::Long], json!([[0, 1], [0, null], [0, 2], [1, null]]), Type::Long, json!([3, 0, 0]))]
#[case::a_mean_of_nothing_is_nan("avg", &[Type::Long], json!([[0, 1], [0, null], [0, 2], [1, null]]), Type::Real, json!([1.5, "NaN", "NaN"]))]
#[case::the_least_is_no_null("min", &[Type::Int], json!([[0, 3], [0, null], [0, -2], [1, null]]), Type::Int, json!([-2, null, null]))]
#[case::nan_loses_to_any_value("max", &[Type::Real], json!([[0, "NaN"], [0, 1.0], [0, "NaN"], [1, "NaN"]]), Type::Real, json!([1.0, "NaN", null]))]
#[case::case_counts_in_text("max", &[Type::String], json!([[0, "a"], [0, "B"], [1, ""]]), Type::String, json!(["a", "", ""]))]
#[case::true_is_greater("max", &[Type::Bool], json!([[0, false], [0, true], [1, false]]), Type::Bool, json!([true, false, null]))]
#[case::an_empty_text_is_a_value("dcount", &[Type::String], json!([[0, "a"], [0, ""], [0, "A"], [0, "a"]]), Type::Long, json!([3, 0, 0]))]
#[case::a_null_is_no_value("dcount", &[Type::Long], json!([[0, 1], [0, null], [1, 1], [1, 1]]), Type::Long, json!([1, 1, 0]))]
#[case::zero_has_one_value("count_distinct", &[Type::Real], json!([[0, 0.0], [0, -0.0]]), Type::Long, json!([1, 0, 0]))]
#[case::a_set_takes_arrays_apart(
    "make_set", &[Type::Dynamic], json!([[0, ["A1", "A2"]], [0, ["A2", [1], null]], [0, "A1"], [0, {"k": 1}], [1, null]]), Type::Dynamic,
    json!([["A1", "A2", [1], {"k": 1}], [], []]))]
#[case::a_list_keeps_arrays("make_list", &[Type::Dynamic], json!([[0, [1, 2]], [0, null], [0, [3]]]), Type::Dynamic, json!([[[1, 2], [3]], [], []]))]
#[case::a_list_may_keep_nulls("make_list_with_nulls", &[Type::Long], json!([[0, null], [0, 4], [1, null]]), Type::Dynamic, json!([[null, 4], [null], []]))]
#[case::text_is_quoted("make_list", &[Type::String], json!([[0, "a\"b"], [0, ""]]), Type::Dynamic, json!([["a\"b", ""], [], []]))]
#[case::the_first_of_a_key_stays("make_bag", &[Type::Dynamic], json!([[0, {"a": 1}], [0, [1]], [0, {"a": 2, "b": 3}]]), Type::Dynamic, json!([{"a": 1, "b": 3}, {}, {}]))]
#[case::any_is_not_empty_if_possible("take_any", &[Type::String], json!([[0, ""], [0, "x"], [0, "y"], [1, ""]]), Type::String, json!(["x", "", ""]))]
#[case::one_value_has_no_spread("stdev", &[Type::Long], json!([[0, 1], [0, 2], [0, 3], [0, 4], [0, 5], [1, 9]]), Type::Real, json!([1.581_138_830_084_189_8, 0.0, 0.0]))]
#[case::pairs_with_a_null_are_left_out(
    "covariance", &[Type::Real, Type::Real], json!([[0, 1.0, 14.0], [0, 2.0, 10.0], [0, null, 1.0], [0, 3.0, 17.0], [0, 4.0, 20.0], [0, 5.0, 50.0]]), Type::Real,
    json!([20.5, 0.0, 0.0]))]
#[case::no_bits_of_nothing("binary_all_and", &[Type::Long], json!([[0, 6], [0, 3], [1, null]]), Type::Long, json!([2, null, null]))]
fn an_aggregate_folds(
    #[case] name: &str,
    #[case] types: &[Type],
    #[case] rows: Json,
    #[case] returns: Type,
    #[case] expected: Json,
) {
    assert_eq!(fold(name, types, &[], &rows, 3, returns), Ok(expected));
}

#[rstest]
#[case("countif", &[Type::Bool], json!([[0, true], [0, null], [1, false]]), Type::Long, json!([1, 0]))]
#[case("sumif", &[Type::Long, Type::Bool], json!([[0, 5, true], [0, 7, false], [0, 9, null], [1, 1, false]]), Type::Long, json!([5, 0]))]
#[case("make_set_if", &[Type::String, Type::Bool], json!([[0, "a", false], [0, "b", true], [1, "c", null]]), Type::Dynamic, json!([["b"], []]))]
#[case("take_anyif", &[Type::Long, Type::Bool], json!([[0, 1, false], [0, 2, true], [1, 3, false]]), Type::Long, json!([2, null]))]
#[case("covarianceif", &[Type::Real, Type::Real, Type::Bool], json!([[0, 1.0, 1.0, true], [0, 2.0, 4.0, true], [0, 9.0, 9.0, false]]), Type::Real, json!([1.5, 0.0]))]
fn only_a_true_predicate_keeps_a_row(
    #[case] name: &str,
    #[case] types: &[Type],
    #[case] rows: Json,
    #[case] returns: Type,
    #[case] expected: Json,
) {
    assert_eq!(fold(name, types, &[], &rows, 2, returns), Ok(expected));
}

#[rstest]
#[case(0.0, 1)]
#[case(7.0, 7)]
#[case(7.01, 8)]
#[case(50.0, 50)]
#[case(99.9, 100)]
#[case(100.0, 100)]
fn a_percentile_is_the_nearest_rank(#[case] percentile: f64, #[case] expected: i64) {
    let rows: Json = (1..=100).rev().map(|i| json!([0, i])).collect();
    let result = fold("percentile", &[Type::Long], &[Value::Real(percentile)], &rows, 2, Type::Long);
    assert_eq!(result, Ok(json!([expected, null])));
}

#[test]
fn a_weight_repeats_a_value() {
    let rows = json!([[0, 40, 1], [0, 30, 3], [0, 20, 6], [0, 10, 8], [0, 99, 0], [0, 99, null]]);
    let constants = [Value::Real(50.0), Value::Real(75.0), Value::Real(99.9)];
    let result = fold("percentilesw_array", &[Type::Long, Type::Long], &constants, &rows, 1, Type::Dynamic);
    assert_eq!(result, Ok(json!([[20, 20, 40]])));
}

#[rstest]
#[case::a_sum_out_of_range("sum", &[], json!([[0, i64::MAX], [0, 1]]), Type::Long, "range of `long`")]
#[case::no_elements("make_set", &[Value::Long(0)], json!([[0, 1]]), Type::Dynamic, "`maxSize`")]
#[case::more_than_all("percentile", &[Value::Real(101.0)], json!([[0, 1]]), Type::Long, "between 0 and 100")]
fn what_has_no_answer_fails(
    #[case] name: &str,
    #[case] constants: &[Value],
    #[case] rows: Json,
    #[case] returns: Type,
    #[case] message: &str,
) {
    let failure = fold(name, &[Type::Long], constants, &rows, 1, returns).unwrap_err();
    assert!(failure.contains(message), "{failure}");
}

#[rstest]
#[case("make_set", json!([[1, 2], []]))]
#[case("make_list", json!([[1, 1], []]))]
fn an_array_ends_at_its_size(#[case] name: &str, #[case] expected: Json) {
    let rows = json!([[0, 1], [0, 1], [0, 2], [0, 3]]);
    assert_eq!(fold(name, &[Type::Long], &[Value::Long(2)], &rows, 2, Type::Dynamic), Ok(expected));
}

#[test]
fn the_deprecated_names_stop_at_128_elements() {
    let rows: Json = (0..200).map(|i| json!([0, i])).collect();
    for name in ["makeset", "makelist"] {
        let result = fold(name, &[Type::Long], &[], &rows, 1, Type::Dynamic).expect("a value of the column's type");
        assert_eq!(result[0].as_array().map(Vec::len), Some(128), "{name}");
    }
}

#[test]
fn the_picked_row_is_the_first_of_equals_and_null_only_alone() {
    let mut greatest = Picker::new(Pick::Extreme(Direction::Greatest));
    let mut least = Picker::new(Pick::Extreme(Direction::Least));
    let first = Column::from_values(Type::Long, [Value::Null(Type::Long), Value::Long(5), Value::Null(Type::Long)]);
    let second = Column::from_values(Type::Long, [Value::Long(7), Value::Long(7), Value::Long(5)]);
    for picker in [&mut greatest, &mut least] {
        picker.push(&first, Type::Long, &[0, 0, 1], 3);
        picker.push(&second, Type::Long, &[0, 0, 0], 3);
    }
    assert_eq!(greatest.winners(), [Some((1, 0)), Some((0, 2)), None]);
    assert_eq!(least.winners(), [Some((0, 1)), Some((0, 2)), None]);
}

#[test]
fn a_constant_key_picks_the_first_row() {
    let mut picker = Picker::new(Pick::Present);
    picker.push(&Column::from_value(&Value::Long(1)), Type::Long, &[0, 0, 1], 2);
    assert_eq!(picker.winners(), [Some((0, 0)), Some((0, 2))]);
}
