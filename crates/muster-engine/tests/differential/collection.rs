//! Functions on arrays and bags.

use muster_catalog::Type;

use crate::text;
use crate::value::{Answer, Json, Value, unknown};

/// Whether two elements are the same one of a set. A long and a real that are equal are not documented.
pub(crate) fn same(a: &Json, b: &Json) -> Answer<bool> {
    if let (Json::Number(x), Json::Number(y)) = (a, b)
        && x.is_f64() != y.is_f64()
        && x.as_f64() == y.as_f64()
    {
        return unknown("1 and 1.0 in a set");
    }
    if let (Json::Object(x), Json::Object(y)) = (a, b)
        && (x != y || x.keys().ne(y.keys()))
        && x.keys().all(|key| y.contains_key(key))
    {
        return unknown("bags in a set");
    }
    Ok(a == b)
}

pub(crate) fn has(set: &[Json], value: &Json) -> Answer<bool> {
    let mut found = false;
    for element in set {
        found |= same(element, value)?;
    }
    Ok(found)
}

fn arrays(arguments: &[Value]) -> Option<Vec<&Vec<Json>>> {
    arguments.iter().map(|a| if let Value::Dynamic(Json::Array(items)) = a { Some(items) } else { None }).collect()
}

fn dynamic(json: Option<Json>) -> Value {
    json.map_or(Value::Null(Type::Dynamic), Value::of_json)
}

pub(crate) fn call(name: &str, arguments: &[Value]) -> Answer<Option<Value>> {
    let is_dynamic = |index: usize| arguments.get(index).is_some_and(|a| a.ty() == Type::Dynamic);
    match (name, arguments) {
        ("pack_array", values) if !values.is_empty() => {
            let items: Answer<Vec<Json>> = values.iter().map(Value::to_json).collect();
            Ok(Some(dynamic(Some(Json::Array(items?)))))
        }
        ("bag_pack", values) if !values.is_empty() && values.len() % 2 == 0 => {
            let mut bag = serde_json::Map::new();
            for pair in values.chunks(2) {
                bag.insert(text::of(&pair[0])?, pair[1].to_json()?);
            }
            Ok(Some(dynamic(Some(Json::Object(bag)))))
        }
        ("array_length", [array]) if is_dynamic(0) => Ok(Some(match array {
            Value::Dynamic(Json::Array(items)) => Value::Long(items.len() as i64),
            _ => Value::Null(Type::Long),
        })),
        ("array_reverse", [array]) if is_dynamic(0) => Ok(Some(dynamic(match array {
            Value::Dynamic(Json::Array(items)) => Some(Json::Array(items.iter().rev().cloned().collect())),
            _ => None,
        }))),
        ("bag_keys", [bag]) if is_dynamic(0) => Ok(Some(dynamic(match bag {
            Value::Dynamic(Json::Object(bag)) => Some(bag.keys().map(|key| Json::from(key.as_str())).collect()),
            _ => None,
        }))),
        ("array_index_of", [array, sought]) if is_dynamic(0) => {
            let Value::Dynamic(Json::Array(items)) = array else { return Ok(Some(Value::Null(Type::Long))) };
            let sought = sought.to_json()?;
            for (at, item) in items.iter().enumerate() {
                if same(item, &sought)? {
                    return Ok(Some(Value::Long(at as i64)));
                }
            }
            Ok(Some(Value::Long(-1)))
        }
        ("set_has_element", [array, sought]) if is_dynamic(0) => Ok(Some(match array {
            Value::Dynamic(Json::Array(items)) => Value::Bool(has(items, &sought.to_json()?)?),
            _ => Value::Null(Type::Bool),
        })),
        ("array_concat", values) if values.iter().all(|v| v.ty() == Type::Dynamic) => {
            Ok(Some(dynamic(arrays(values).map(|all| Json::Array(all.into_iter().flatten().cloned().collect())))))
        }
        ("set_union" | "set_intersect" | "set_difference", values)
            if values.iter().all(|v| v.ty() == Type::Dynamic) =>
        {
            let Some(all) = arrays(values) else { return Ok(Some(dynamic(None))) };
            let Some((first, others)) = all.split_first() else { return Ok(None) };
            let pool: Vec<Json> = match name {
                "set_union" => all.iter().copied().flatten().cloned().collect(),
                _ => (*first).clone(),
            };
            let mut set: Vec<Json> = Vec::new();
            for item in pool {
                let mut wanted = true;
                for other in others {
                    wanted &= match name {
                        "set_union" => true,
                        "set_intersect" => has(other, &item)?,
                        _ => !has(other, &item)?,
                    };
                }
                if wanted && !has(&set, &item)? {
                    set.push(item);
                }
            }
            Ok(Some(dynamic(Some(Json::Array(set)))))
        }
        ("array_slice", [array, Value::Long(from), Value::Long(to)]) if is_dynamic(0) => {
            let Value::Dynamic(Json::Array(items)) = array else { return Ok(Some(dynamic(None))) };
            let length = items.len() as i64;
            let place = |n: i64| if n < 0 { n + length } else { n };
            let (from, to) = (place(*from), place(*to));
            if from < 0 || to < 0 {
                return unknown("a slice from before the array");
            }
            let picked = (0..length).filter(|at| (from..=to).contains(at)).map(|at| items[at as usize].clone());
            Ok(Some(dynamic(Some(Json::Array(picked.collect())))))
        }
        ("array_sort_asc", [array]) if is_dynamic(0) => {
            let Value::Dynamic(Json::Array(items)) = array else { return Ok(Some(dynamic(None))) };
            let mut items = items.clone();
            if items.iter().all(Json::is_string) {
                items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            } else if items.iter().all(Json::is_i64) {
                items.sort_by_key(Json::as_i64);
            } else if items.len() > 1 {
                return unknown("an order of mixed elements");
            }
            Ok(Some(dynamic(Some(Json::Array(items)))))
        }
        ("strcat_array", [Value::Dynamic(Json::Array(items)), Value::Text(delimiter)]) => {
            let parts: Answer<Vec<String>> = items.iter().map(|i| text::of(&Value::of_json(i.clone()))).collect();
            Ok(Some(Value::Text(parts?.join(delimiter))))
        }
        ("strcat_array", [Value::Null(Type::Dynamic), Value::Text(_)]) => Ok(Some(Value::null(Type::String))),
        ("bag_has_key", [bag, Value::Text(key)]) if is_dynamic(0) && !key.starts_with('$') => Ok(Some(match bag {
            Value::Dynamic(Json::Object(bag)) => Value::Bool(bag.contains_key(key)),
            Value::Null(_) => Value::Null(Type::Bool),
            _ => return unknown("a key of no bag"),
        })),
        _ => Ok(None),
    }
}
