//! Real rules, each judged by Microsoft's own binder: the same verdict, the same result columns, the same place.
//!
//! The rules are not part of this repository; without them the tests say so and pass.

#![expect(clippy::print_stderr, reason = "what does not match has to be seen")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use muster_binder::{Bound, bind, result_schema};
use muster_catalog::Catalog;
use muster_source::{Source, has_errors};
use serde_json::Value;

/// How many per mille of the accepted rules bind with exactly the official columns. May only go up, but for what
/// Microsoft's engine has otherwise than its parser: `scan` has no column `match_id` unless it is asked for.
const ACCEPTED: usize = 986;
/// Queries that Microsoft's published binder rejects for a type or a count of arguments, and that its engine or its
/// documentation allows: we follow the engine.
const LAXER: [&str; 4] = [
    // The engine takes `count(value)` and counts rows.
    "m365d/Protection events/ExploitGuardNetworkProtectionEvents.txt#1",
    // `todynamic` of a dynamic is documented.
    "reprise99/Azure Active Directory/Identity-ParseUserAgent.kql#1",
    // `bag_unpack` is documented with up to four arguments.
    "ep3p/Queries/Azure-Sentinel/Detections/SecurityEvent/SecurityEvent-AdminSDHolder_Modifications.kql#1",
    "ep3p/Queries/Azure-Sentinel/Solutions/Windows Security Events/Analytic Rules/\
     SecurityEvent-ExchangeOABVirtualDirectoryAttributeContainingPotentialWebshell.kql#1",
];
/// How many per mille of the real rules that are refused officially are refused. May only go up.
const NOTICED: usize = 950;

fn lines(file: &str) -> Option<Vec<Value>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(file);
    let path = std::env::var_os("MUSTER_CORPUS").map_or(path, |folder| PathBuf::from(folder).join(file));
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect())
}

fn catalog() -> Catalog {
    let mut catalog = Catalog::builtin();
    muster_functions::register(&mut catalog);
    catalog
}

fn bind_text(text: &str, catalog: &Catalog) -> Bound {
    let source = Source::new("query.kql", text);
    let parsed = muster_syntax::parse(&source);
    let mut bound = bind(&parsed.query, &source, catalog);
    if has_errors(&parsed.diagnostics) {
        bound.query = None;
    }
    bound.diagnostics.extend(parsed.diagnostics);
    bound
}

/// The columns as the corpus has them: name and type, `unknown` where only the data decides.
fn columns(bound: &Bound) -> Option<Vec<(String, String)>> {
    let schema = result_schema(bound.query.as_ref()?);
    let columns = schema.into_iter().map(|column| {
        let ty = column.ty.map_or("unknown".to_owned(), |ty| ty.name().to_owned());
        (column.name, ty)
    });
    Some(columns.collect())
}

fn official(rule: &Value) -> Option<Vec<(String, String)>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let columns = rule.get("result_columns")?.as_array()?;
    Some(columns.iter().map(|column| (text(&column[0]), text(&column[1]))).collect())
}

fn say(bound: &Bound) -> String {
    let said = bound.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).map(|diagnostic| {
        let place = diagnostic.labels.first().map(|label| label.source.locate(label.span));
        let place = place.map_or(String::new(), |place| format!("{}:{}", place.line, place.column));
        format!("{} {place} {}", diagnostic.code, diagnostic.message)
    });
    said.collect::<Vec<_>>().join(" | ")
}

#[test]
fn accepted_rules_bind_with_the_official_columns() {
    let Some(rules) = lines("rules-dev.jsonl") else {
        eprintln!("no corpus, nothing is tested");
        return;
    };
    let catalog = catalog();
    let (mut all, mut right) = (0_usize, 0_usize);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for rule in &rules {
        if rule["semantic_ok"] != true {
            continue;
        }
        all += 1;
        let bound = bind_text(rule["query"].as_str().expect("a rule has a query"), &catalog);
        let (wanted, found) = (official(rule), columns(&bound));
        let same = match (&wanted, &found) {
            (None, Some(found)) => rule["result_column_count"].as_u64().is_none_or(|count| count == found.len() as u64),
            (wanted, found) => wanted == found,
        };
        if same {
            right += 1;
            continue;
        }
        let id = rule["id"].as_str().unwrap_or_default();
        match found {
            None => {
                let said = say(&bound);
                *kinds
                    .entry(said.split('|').next().unwrap_or_default().split(' ').skip(2).collect::<Vec<_>>().join(" "))
                    .or_default() += 1;
                eprintln!("REFUSED {id}: {said}");
            }
            Some(found) => {
                let wanted = wanted.unwrap_or_default();
                let first = wanted
                    .iter()
                    .zip(&found)
                    .position(|(wanted, found)| wanted != found)
                    .unwrap_or(wanted.len().min(found.len()));
                eprintln!(
                    "COLUMNS {id}: {} for {}; at {first} {:?} for {:?}",
                    found.len(),
                    wanted.len(),
                    found.get(first),
                    wanted.get(first)
                );
            }
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (kind, count) in kinds.iter().take(60) {
        eprintln!("{count:5} {kind}");
    }
    eprintln!("{right} of {all} rules");
    assert!(right * 1000 >= ACCEPTED * all, "{right} of {all} rules bind as they should");
}

#[test]
fn refused_queries_are_refused_at_the_official_place() {
    let Some(queries) = lines("invalid-dev.jsonl") else {
        eprintln!("no corpus, nothing is tested");
        return;
    };
    let catalog = catalog();
    let (mut all, mut right) = (0_usize, 0_usize);
    let laxer = |query: &&Value| query["id"].as_str().is_some_and(|id| LAXER.contains(&id));
    for query in queries.iter().filter(|query| query["class"] == "semantic").filter(|query| !laxer(query)) {
        all += 1;
        let bound = bind_text(query["query"].as_str().expect("it has a query"), &catalog);
        let place = |error: &Value| {
            (error["code"].as_str().unwrap_or_default().to_owned(), error["byte"].as_u64().unwrap_or_default())
        };
        let wanted: Vec<_> =
            query["errors"].as_array().map(|errors| errors.iter().map(place).collect()).unwrap_or_default();
        let found: Vec<_> = bound
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .map(|diagnostic| {
                (diagnostic.code.0.to_owned(), diagnostic.labels.first().map_or(0, |label| u64::from(label.span.start)))
            })
            .collect();
        if wanted.first() == found.first() && !wanted.is_empty() {
            right += 1;
        } else {
            eprintln!("{}: {} for {:?}", query["id"].as_str().unwrap_or_default(), say(&bound), query["errors"]);
        }
    }
    eprintln!("{right} of {all} refused queries");
    assert_eq!(right, all, "refused as they should");
}

#[test]
fn refused_rules_are_refused() {
    let Some(rules) = lines("rules-dev.jsonl") else {
        eprintln!("no corpus, nothing is tested");
        return;
    };
    let catalog = catalog();
    let (mut all, mut right) = (0_usize, 0_usize);
    for rule in rules.iter().filter(|rule| rule["semantic_ok"] == false) {
        all += 1;
        let bound = bind_text(rule["query"].as_str().expect("a rule has a query"), &catalog);
        if bound.query.is_none() {
            right += 1;
        } else {
            eprintln!("{}: accepted, {}", rule["id"].as_str().unwrap_or_default(), rule["semantic_errors"]);
        }
    }
    eprintln!("{right} of {all} refused rules");
    assert!(right * 1000 >= NOTICED * all, "{right} of {all} rules are refused as they should");
}
