//! The table of tools, read.

use std::collections::{BTreeMap, BTreeSet};

use muster_source::{Diagnostic, Source, Style, has_errors, render};
use muster_yaml::{Fields, Node};

use super::fact::{Fact, Field};

/// A tool of the table.
#[derive(Debug)]
pub(super) struct Tool {
    /// What the table calls it.
    pub name: String,
    /// The name of its rule.
    pub id: String,
    /// Who says so.
    pub source: String,
    /// What is to be known of the facts.
    pub note: Option<String>,
    /// How its processes are told from others.
    pub fact: Fact,
    /// A name of its program's file.
    pub image: Option<String>,
    /// Companies as signatures spell them.
    pub companies: Vec<String>,
    /// Ids of the rules of other tools that see it as well.
    pub also: Vec<String>,
}

/// Reads the table.
///
/// # Errors
/// What is wrong with it, rendered.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Tool>, String> {
    let source = Source::new(name, text);
    let told = |diagnostics: &[Diagnostic]| -> String {
        diagnostics.iter().map(|d| render(d, Style::Plain)).collect::<Vec<_>>().join("\n")
    };
    let node = muster_yaml::read(&source).map_err(|d| told(&d))?;
    let mut diagnostics = Vec::new();
    let mut f = Fields::of(&node, &source, &mut diagnostics);
    let nodes = f.list("tools").unwrap_or_default();
    f.finish();
    let mut tools = Vec::new();
    let mut wrong = Vec::new();
    for node in nodes {
        match tool(node, &source, &mut diagnostics) {
            Ok(tool) => tools.push(tool),
            Err(message) => wrong.push(message),
        }
    }
    if has_errors(&diagnostics) {
        wrong.push(told(&diagnostics));
    }
    let mut ids = BTreeSet::new();
    wrong.extend(
        tools.iter().filter(|t| !ids.insert(&t.id)).map(|t| format!("{name}: two tools have the id `{}`", t.id)),
    );
    for tool in &tools {
        let unknown = tool.also.iter().filter(|id| !ids.contains(id));
        wrong.extend(unknown.map(|id| format!("{name}: `{}` names the rule `{id}`, which is not there", tool.name)));
    }
    if wrong.is_empty() { Ok(tools) } else { Err(wrong.join("\n")) }
}

fn tool(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Result<Tool, String> {
    let mut f = Fields::of(node, source, diagnostics);
    let name = f.text("name").unwrap_or_default().to_owned();
    let from = f.text("source").unwrap_or_default().to_owned();
    let note = f.text("note").map(str::to_owned);
    let fact = f.require("where").ok_or("no `where`".to_owned()).and_then(fact);
    let image = f.text("image").map(str::to_owned);
    let companies = words(&mut f, "company");
    let also = words(&mut f, "also");
    f.finish();
    let fact = fact.map_err(|e| format!("{}: `{name}`: {e}", source.name()))?;
    if !matches!(from.as_str(), "jischell" | "LOLRMM") {
        return Err(format!("{}: `{name}` has no source", source.name()));
    }
    Ok(Tool { id: id(&name), name, source: from, note, fact, image, companies, also })
}

fn words(f: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    if f.take(key).is_none() {
        return Vec::new();
    }
    f.texts(key).unwrap_or_default().into_iter().map(|(text, _)| text.to_owned()).collect()
}

fn fact(node: &Node) -> Result<Fact, String> {
    let [(key, value)] = node.entries().unwrap_or_default() else { return Err("a fact has one key".to_owned()) };
    let items = value.items().filter(|items| !items.is_empty()).ok_or("a fact has a list".to_owned())?;
    let key = key.text().unwrap_or_default();
    if let "all" | "any" = key {
        let facts = items.iter().map(fact).collect::<Result<Vec<Fact>, String>>()?;
        return Ok(if key == "all" { Fact::All(facts) } else { Fact::Any(facts) });
    }
    let values: Vec<String> = items.iter().filter_map(Node::text).map(str::to_owned).collect();
    if values.len() != items.len() || values.iter().any(|v| v.trim().is_empty()) {
        return Err(format!("`{key}` is a list of texts"));
    }
    if key == "empty" {
        let empty = |v: &String| Field::of(v).map(Fact::Empty).ok_or(format!("`{v}` is no field"));
        return Ok(Fact::All(values.iter().map(empty).collect::<Result<_, _>>()?));
    }
    let field = Field::of(key).ok_or(format!("`{key}` is no field"))?;
    if field == Field::FileLike && values.iter().any(|v| v.matches('*').count() != 1) {
        return Err("a pattern has one `*`".to_owned());
    }
    Ok(Fact::Is(field, values))
}

/// Words in lower case: `N-able Advanced` is `n-able-advanced`.
fn id(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// By tool, the ids of the tools that its rule sees: its own, and those that list it.
pub(super) fn seen(tools: &[Tool]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut seen: BTreeMap<&str, BTreeSet<&str>> =
        tools.iter().map(|t| (t.id.as_str(), BTreeSet::from([t.id.as_str()]))).collect();
    for tool in tools {
        for rule in &tool.also {
            seen.entry(rule).or_default().insert(&tool.id);
        }
    }
    seen
}
