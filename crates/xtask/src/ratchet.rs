//! Numbers that may only get better: `tests/corpus/ratchet.json`.

use std::path::Path;

use serde_json::Value;

/// Compares measured numbers with the recorded ones. A name that ends in `_at_most` may only fall, others only rise.
///
/// # Errors
/// Which numbers got worse.
pub(crate) fn compare(root: &Path, measured: &[(&str, u64)]) -> Result<(), String> {
    let path = root.join("tests/corpus/ratchet.json");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let recorded: Value = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    for (name, value) in measured {
        let Some(limit) = recorded.get(*name).and_then(Value::as_u64) else {
            worse.push(format!("{name} is not recorded in {}", path.display()));
            continue;
        };
        let down = name.ends_with("_at_most");
        if (down && *value > limit) || (!down && *value < limit) {
            worse.push(format!("{name} is {value}, recorded is {limit}"));
        } else if *value != limit {
            better.push(format!("{name} is {value}, better than the recorded {limit}: record it"));
        }
    }
    better.iter().for_each(|line| println!("{line}"));
    if worse.is_empty() { Ok(()) } else { Err(worse.join("\n")) }
}
