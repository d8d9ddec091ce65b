//! What a row must be like for a rule to fire, as far as the rule's own predicates say it.
//!
//! Nothing here is sure: negations, times and what other tables must have are left to chance. Whoever asks runs the rule
//! on the result and believes that alone.

use std::collections::BTreeMap;

use muster_binder::bound::{ColumnId, Expr, ExprKind, Relation, RelationKind};
use muster_catalog::Value;
use muster_syntax::InOp;
use muster_values::to_text;

/// Alternatives that are looked at; a rule with long lists has millions.
const MOST: usize = 64;
/// Items of a list that are looked at.
const ITEMS: usize = 4;

/// Values of a row's columns, by column.
pub(super) type Row = BTreeMap<String, Value>;

/// Rows that may satisfy all filters between the table called `table` and the result, the plainest first.
pub(super) fn rows(result: &Relation, table: &str) -> Vec<Row> {
    let mut walk = Walk { table, columns: BTreeMap::new(), predicates: Vec::new() };
    if !walk.relation(result) {
        return Vec::new();
    }
    let mut all = vec![Vec::new()];
    for predicate in &walk.predicates {
        all = product(&all, &walk.alternatives(predicate));
    }
    let mut rows: Vec<Row> = all.iter().map(|facts| merge(facts)).collect();
    // What a program is called says more than what stands in its version information.
    rows.sort_by_key(|row| !row.contains_key("FileName"));
    rows.dedup();
    rows
}

/// What a column must be like.
#[derive(Debug, Clone)]
struct Fact {
    column: String,
    like: Like,
}

#[derive(Debug, Clone)]
enum Like {
    Is(Value),
    Starts(String),
    Has(String),
    Ends(String),
}

/// Facts that together make a predicate true.
type Facts = Vec<Fact>;

struct Walk<'a> {
    table: &'a str,
    /// The table's columns that columns of the query are.
    columns: BTreeMap<ColumnId, String>,
    predicates: Vec<&'a Expr>,
}

impl<'a> Walk<'a> {
    /// Follows a relation down to the table; false if it does not come from there.
    fn relation(&mut self, relation: &'a Relation) -> bool {
        match &relation.kind {
            RelationKind::Table { name, sources } => {
                self.columns.extend(relation.columns.iter().map(|c| c.id).zip(sources.iter().cloned()));
                name == self.table
            }
            RelationKind::Filter { input, predicate } => {
                let found = self.relation(input);
                self.predicates.push(predicate);
                found
            }
            RelationKind::Project { input, expressions } => {
                let found = self.relation(input);
                for (column, expression) in relation.columns.iter().zip(expressions) {
                    if let Some(name) = self.column(expression).map(str::to_owned) {
                        self.columns.insert(column.id, name);
                    }
                }
                found
            }
            RelationKind::Aggregate { input, .. }
            | RelationKind::Window { input, .. }
            | RelationKind::Sort { input, .. }
            | RelationKind::Take { input, .. } => self.relation(input),
            RelationKind::MvExpand(expand) => self.relation(&expand.input),
            RelationKind::Parse(parse) => self.relation(&parse.input),
            RelationKind::ParseKv(parse) => self.relation(&parse.input),
            RelationKind::TopNested(nested) => self.relation(&nested.input),
            RelationKind::Scan(scan) => self.relation(&scan.input),
            RelationKind::Partition(partition) => self.relation(&partition.input),
            RelationKind::Union { inputs, .. } => inputs.iter().any(|input| self.relation(input)),
            RelationKind::Join { left, right, .. } => self.relation(left) || self.relation(right),
            RelationKind::Matching(matching) => self.relation(&matching.left) || self.relation(&matching.right),
            _ => false,
        }
    }

    /// The table's column that an expression is, conversions and changes of case aside.
    fn column(&self, expression: &Expr) -> Option<&str> {
        match &expression.kind {
            ExprKind::Column(id) => self.columns.get(id).map(String::as_str),
            ExprKind::Call { function, arguments, .. }
                if ["tostring", "tolower", "toupper", "trim"].contains(&function.as_str()) =>
            {
                self.column(arguments.last()?)
            }
            _ => None,
        }
    }

    /// Facts each of which may make the predicate true; no fact where it is left to chance.
    fn alternatives(&self, predicate: &Expr) -> Vec<Facts> {
        let chance = || vec![Vec::new()];
        match &predicate.kind {
            ExprKind::Call { function, arguments, .. } => match (function.as_str(), arguments.as_slice()) {
                ("and", parts) => parts.iter().fold(chance(), |all, part| product(&all, &self.alternatives(part))),
                ("or", parts) => parts.iter().flat_map(|part| self.alternatives(part)).take(MOST).collect(),
                (operator, [left, right]) => {
                    self.comparison(operator, left, right).map_or_else(chance, |f| vec![vec![f]])
                }
                _ => chance(),
            },
            ExprKind::InList { op: InOp::HasAll, value, items } => {
                let facts: Option<Facts> =
                    texts(items).into_iter().map(|text| self.fact(value, Like::Has(text))).collect();
                facts.map_or_else(chance, |facts| vec![facts])
            }
            ExprKind::InList { op: op @ (InOp::In | InOp::InCi | InOp::HasAny), value, items } => {
                let like =
                    |text: String| if *op == InOp::HasAny { Like::Has(text) } else { Like::Is(Value::String(text)) };
                let facts = texts(items).into_iter().take(ITEMS).filter_map(|text| self.fact(value, like(text)));
                let all: Vec<Facts> = facts.map(|fact| vec![fact]).collect();
                if all.is_empty() { chance() } else { all }
            }
            ExprKind::Column(_) => {
                self.fact(predicate, Like::Is(Value::Bool(true))).map_or_else(chance, |f| vec![vec![f]])
            }
            _ => chance(),
        }
    }

    fn fact(&self, value: &Expr, like: Like) -> Option<Fact> {
        Some(Fact { column: self.column(value)?.to_owned(), like })
    }

    fn comparison(&self, operator: &str, left: &Expr, right: &Expr) -> Option<Fact> {
        let ExprKind::Literal(literal) = &right.kind else { return None };
        let like = match (operator, literal) {
            ("==" | "=~", Value::String(_) | Value::Bool(_)) | ("==" | ">=" | "<=", Value::Long(_)) => {
                Like::Is(literal.clone())
            }
            (">", Value::Long(n)) => Like::Is(Value::Long(n.checked_add(1)?)),
            ("<", Value::Long(n)) => Like::Is(Value::Long(n.checked_sub(1)?)),
            ("has" | "has_cs" | "contains" | "contains_cs", Value::String(text)) => Like::Has(text.clone()),
            ("startswith" | "startswith_cs" | "hasprefix" | "hasprefix_cs", Value::String(text)) => {
                Like::Starts(text.clone())
            }
            ("endswith" | "endswith_cs" | "hassuffix" | "hassuffix_cs", Value::String(text)) => {
                Like::Ends(text.clone())
            }
            _ => return None,
        };
        self.fact(left, like)
    }
}

/// The texts of a list; a `dynamic` item stands for its elements.
fn texts(items: &[Expr]) -> Vec<String> {
    let mut all = Vec::new();
    for item in items {
        match &item.kind {
            ExprKind::Literal(Value::Dynamic(serde_json::Value::Array(elements))) => {
                all.extend(elements.iter().filter_map(|e| e.as_str()).map(str::to_owned));
            }
            ExprKind::Literal(Value::String(text)) => all.push(text.clone()),
            ExprKind::Literal(Value::Dynamic(element)) => all.extend(element.as_str().map(str::to_owned)),
            _ => {}
        }
    }
    all
}

fn product(left: &[Facts], right: &[Facts]) -> Vec<Facts> {
    let pairs = left.iter().flat_map(|l| right.iter().map(move |r| l.iter().chain(r).cloned().collect()));
    pairs.take(MOST).collect()
}

/// One value for each column: what it is, or a text of all that it begins with, has and ends with.
fn merge(facts: &[Fact]) -> Row {
    let mut parts: BTreeMap<&str, Vec<&Like>> = BTreeMap::new();
    for fact in facts {
        parts.entry(&fact.column).or_default().push(&fact.like);
    }
    let mut row = Row::new();
    for (column, likes) in parts {
        let is = likes.iter().find_map(|l| if let Like::Is(value) = l { Some(value) } else { None });
        let value = is.cloned().unwrap_or_else(|| Value::String(text(&likes)));
        if !to_text(&value).is_empty() {
            row.insert(column.to_owned(), value);
        }
    }
    row
}

fn text(likes: &[&Like]) -> String {
    let pick = |want: fn(&Like) -> Option<&String>| -> Vec<&str> {
        likes.iter().filter_map(|l| want(l)).map(String::as_str).collect()
    };
    let starts = pick(|l| if let Like::Starts(t) = l { Some(t) } else { None });
    let has = pick(|l| if let Like::Has(t) = l { Some(t) } else { None });
    let ends = pick(|l| if let Like::Ends(t) = l { Some(t) } else { None });
    let middle = has.join(" ");
    let mut text = starts.join("");
    for part in [middle.as_str(), &ends.join("")] {
        if !text.is_empty() && !part.is_empty() && !text.ends_with(|c: char| !c.is_alphanumeric()) {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}
