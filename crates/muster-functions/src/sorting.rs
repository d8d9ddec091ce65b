//! `array_sort_asc` and `array_sort_desc`.

use std::cmp::Ordering;

use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Failure, JsonColumn};
use serde_json::Value as Json;

use crate::json;

/// Sorts the first array and the others along with it; a `bool` at the end says whether nulls come last.
///
/// # Errors
/// An argument that is neither an array nor a `bool` at the end.
pub(crate) fn sort(args: &Args<'_>, descending: bool) -> Answer {
    let last = args.len().saturating_sub(1);
    let flagged = last > 0 && args.ty(last) == Type::Bool;
    let arrays = if flagged { last } else { args.len() };
    if (0..arrays).any(|index| args.ty(index) != Type::Dynamic) {
        return Err(Failure::new("arrays to sort must be `dynamic`, and `nulls_last` a `bool` at the end"));
    }
    let columns: Vec<JsonColumn<'_>> = (0..arrays).map(|index| args.json(index)).collect();
    args.rows(|row| {
        let nulls_last = !flagged || args.value(last, row) != Value::Bool(false);
        let first = json::array(columns.first()?, row)?;
        let order = order(&first, descending, nulls_last);
        let arrange = |array: &[Json]| -> Json {
            if array.len() != order.len() {
                return Json::Null;
            }
            order.iter().filter_map(|place| array.get(*place).cloned()).collect()
        };
        if arrays == 1 {
            return Some(arrange(&first));
        }
        Some(columns.iter().map(|column| json::array(column, row).map_or(Json::Null, |a| arrange(&a))).collect())
    })
}

/// The places of the elements in sorted order. Equal elements keep their order.
fn order(elements: &[Json], descending: bool, nulls_last: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..elements.len()).collect();
    order.sort_by(|l, r| {
        let (l, r) = (&elements[*l], &elements[*r]);
        match (l.is_null(), r.is_null()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return if nulls_last { Ordering::Greater } else { Ordering::Less },
            (false, true) => return if nulls_last { Ordering::Less } else { Ordering::Greater },
            (false, false) => {}
        }
        let within = json::compare(l, r);
        json::sort_group(l).cmp(&json::sort_group(r)).then(if descending { within.reverse() } else { within })
    });
    order
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(false, true, json!([1.5, 2, "B", "a", true, [0], null]))]
    #[case(true, true, json!([2, 1.5, "a", "B", true, [0], null]))]
    #[case(false, false, json!([null, 1.5, 2, "B", "a", true, [0]]))]
    fn groups_stay_in_order_and_nulls_at_their_end(
        #[case] descending: bool,
        #[case] nulls_last: bool,
        #[case] sorted: Json,
    ) {
        let elements = [json!(true), json!("a"), json!(2), json!(null), json!([0]), json!("B"), json!(1.5)];
        let order = order(&elements, descending, nulls_last);
        assert_eq!(order.iter().map(|place| elements[*place].clone()).collect::<Json>(), sorted);
    }
}
