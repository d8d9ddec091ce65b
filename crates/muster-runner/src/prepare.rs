//! Packs before anything runs: every rule and every predicate is parsed and bound once a suite.

use std::collections::BTreeMap;
use std::sync::Arc;

use muster_binder::bound::{Query, Relation, RelationKind};
use muster_catalog::{Catalog, Column, Table};
use muster_rules::{Pack, Rule, Stage, Suppression};
use muster_simulator::{Intent, Suppressed};
use muster_source::{Diagnostic, Source, has_errors, nearest};
use muster_values::TableSet;
use rayon::prelude::*;

use crate::codes::{NO_TABLE_FOR_SUPPRESSION, RESULT_UNBOUND, UNKNOWN_RULE, UNKNOWN_SUPPRESSION};
use crate::external::{provide_externals, stand_in};
use crate::left_out::Unknown;
use crate::suite::{SuitePack, SuiteScenario};

/// The name of the table that a rule's result is to a predicate.
pub(crate) const RESULT: &str = "RuleResult";

/// A pack, bound.
#[derive(Debug)]
pub(crate) struct PreparedPack<'s> {
    pub(crate) pack: &'s Pack,
    pub(crate) catalog: &'s Catalog,
    /// The pack's watchlists, and what its rules read with `externaldata`.
    pub(crate) tables: TableSet,
    pub(crate) rules: Vec<PreparedRule<'s>>,
    pub(crate) suppressions: Vec<PreparedSuppression<'s>>,
}

/// A rule, bound.
#[derive(Debug)]
pub(crate) struct PreparedRule<'s> {
    pub(crate) rule: &'s Rule,
    /// None if it has errors.
    pub(crate) query: Option<Query>,
    /// The suppressions that apply, by their place in the pack.
    pub(crate) suppressions: Vec<usize>,
}

/// A suppression, bound.
#[derive(Debug)]
pub(crate) struct PreparedSuppression<'s> {
    pub(crate) suppression: &'s Suppression,
    pub(crate) id: Arc<str>,
    /// The predicate in KQL.
    pub(crate) predicate: Source,
    /// The expression of the predicate; none if it has errors.
    pub(crate) expression: Option<muster_syntax::Expr>,
    /// Stage `event`: by table, the query that gives the matching events and no column.
    pub(crate) tables: BTreeMap<String, Query>,
    /// Stage `result`: by rule, the query that gives the matching rows of its result and no column. A result whose
    /// columns only the data decides has none here.
    pub(crate) results: BTreeMap<String, Query>,
}

/// Binds a pack.
pub(crate) fn prepare<'s>(pack: &'s SuitePack, diagnostics: &mut Vec<Diagnostic>) -> PreparedPack<'s> {
    let SuitePack { pack, catalog, tables } = pack;
    let bound: Vec<(Option<Query>, Vec<Diagnostic>)> =
        pack.rules.par_iter().map(|rule| bind_rule(rule, catalog)).collect();
    let mut rules = Vec::with_capacity(bound.len());
    let mut tables = tables.clone();
    for (rule, (query, faults)) in pack.rules.iter().zip(bound) {
        diagnostics.extend(faults);
        if let Some(query) = &query {
            let file = |uri: &str| stand_in(uri, &pack.external);
            diagnostics.extend(provide_externals(&query.externals, &file, &rule.query, &mut tables));
        }
        let suppressions = pack.suppressions.iter().enumerate();
        let suppressions = suppressions.filter(|(_, s)| s.applies_to(&rule.id)).map(|(i, _)| i).collect();
        rules.push(PreparedRule { rule, query, suppressions });
    }
    let suppressions: Vec<(PreparedSuppression<'s>, Vec<Diagnostic>)> =
        (0..pack.suppressions.len()).into_par_iter().map(|i| bind_suppression(i, pack, catalog, &rules)).collect();
    let suppressions = suppressions
        .into_iter()
        .map(|(suppression, faults)| {
            diagnostics.extend(faults);
            suppression
        })
        .collect();
    PreparedPack { pack, catalog, tables, rules, suppressions }
}

/// Binds a query and asks the engine whether it can run it.
fn bind_rule(rule: &Rule, catalog: &Catalog) -> (Option<Query>, Vec<Diagnostic>) {
    let parsed = muster_syntax::parse(&rule.query);
    let mut diagnostics = parsed.diagnostics;
    if has_errors(&diagnostics) {
        return (None, diagnostics);
    }
    let bound = muster_binder::bind(&parsed.query, &rule.query, catalog);
    diagnostics.extend(bound.diagnostics);
    let Some(query) = bound.query.filter(|_| !has_errors(&diagnostics)) else { return (None, diagnostics) };
    // Before the data has decided on its columns, a query cannot be checked.
    if query.pending.is_empty() {
        diagnostics.extend(muster_engine::check(&query, &rule.query));
    }
    (Some(query).filter(|_| !has_errors(&diagnostics)), diagnostics)
}

fn bind_suppression<'s>(
    index: usize,
    pack: &'s Pack,
    catalog: &Catalog,
    rules: &[PreparedRule<'_>],
) -> (PreparedSuppression<'s>, Vec<Diagnostic>) {
    let suppression = &pack.suppressions[index];
    let (predicate, mut diagnostics) = pack.fields.rewrite(&suppression.when);
    let parsed = muster_syntax::parse_expression(&predicate);
    diagnostics.extend(parsed.diagnostics);
    let expression = Some(parsed.expression).filter(|_| !has_errors(&diagnostics));
    let mut prepared = PreparedSuppression {
        suppression,
        id: suppression.id.as_str().into(),
        predicate,
        expression,
        tables: BTreeMap::new(),
        results: BTreeMap::new(),
    };
    if prepared.expression.is_none() {
        return (prepared, diagnostics);
    }
    let rules: Vec<(&Rule, &Query)> = rules
        .iter()
        .filter(|r| r.suppressions.contains(&index))
        .filter_map(|r| Some((r.rule, r.query.as_ref()?)))
        .collect();
    match suppression.stage {
        Stage::Event => diagnostics.extend(prepared.bind_tables(&rules, catalog)),
        Stage::Result => {
            for (rule, query) in rules.iter().filter(|(_, query)| !query.open) {
                match prepared.bind_result(query.result.columns.iter(), catalog) {
                    Ok(predicate) => drop(prepared.results.insert(rule.id.clone(), predicate)),
                    Err(faults) => diagnostics.extend(faults),
                }
            }
        }
    }
    (prepared, diagnostics)
}

impl PreparedSuppression<'_> {
    /// Binds the predicate to each table of the rules that has all columns that it names.
    fn bind_tables(&mut self, rules: &[(&Rule, &Query)], catalog: &Catalog) -> Vec<Diagnostic> {
        let Some(expression) = &self.expression else { return Vec::new() };
        let mut refused: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        for table in rules.iter().flat_map(|(_, query)| &query.tables) {
            if self.tables.contains_key(table) || refused.contains_key(table.as_str()) {
                continue;
            }
            let bound = muster_binder::bind_filter(expression, &self.predicate, table, catalog);
            let mut faults = bound.diagnostics;
            if !has_errors(&faults)
                && let Some(query) = bound.query
            {
                faults.extend(muster_engine::check(&query, &self.predicate));
                if !has_errors(&faults) {
                    self.tables.insert(table.clone(), without_columns(query));
                    diagnostics.extend(faults);
                    continue;
                }
            }
            refused.insert(table, faults);
        }
        // A rule that is named must have a table that fits; one that is meant by a pattern need not.
        let named = |rule: &Rule| self.suppression.rules.iter().any(|(pattern, _)| *pattern == rule.id);
        let fits = |query: &Query| query.tables.iter().any(|t| self.tables.contains_key(t));
        let stranded = rules.iter().find(|(rule, query)| named(rule) && !fits(query));
        let stranded = stranded.or_else(|| rules.first().filter(|_| self.tables.is_empty()));
        let Some((rule, query)) = stranded else { return diagnostics };
        // The table that comes nearest tells best what is wrong.
        let nearest = query.tables.iter().filter_map(|t| Some((t, refused.remove(t.as_str())?)));
        let mut known = false;
        if let Some((_, faults)) = nearest.min_by_key(|(_, faults)| faults.len()) {
            known = has_errors(&faults);
            diagnostics.extend(faults);
        }
        if !known {
            let message =
                format!("the suppression `{}` fits no table that the rule `{}` reads", self.suppression.id, rule.id);
            let (source, span) = (&self.suppression.source, self.suppression.span);
            diagnostics.push(
                Diagnostic::error(NO_TABLE_FOR_SUPPRESSION, message, source, span)
                    .help("name columns of one of its tables, or write `stage: result`"),
            );
        }
        diagnostics
    }

    /// Binds the predicate to a result with these columns.
    ///
    /// # Errors
    /// What does not fit.
    pub(crate) fn bind_result<'c>(
        &self,
        columns: impl Iterator<Item = &'c muster_binder::bound::Column>,
        catalog: &Catalog,
    ) -> Result<Query, Vec<Diagnostic>> {
        let mut catalog = catalog.clone();
        catalog.add_table(result_table(columns));
        let Some(expression) = &self.expression else { return Err(Vec::new()) };
        let bound = muster_binder::bind_filter(expression, &self.predicate, RESULT, &catalog);
        let mut faults = bound.diagnostics;
        let Some(query) = bound.query.filter(|_| !has_errors(&faults)) else {
            return Err(explained(faults));
        };
        faults.extend(muster_engine::check(&query, &self.predicate));
        if has_errors(&faults) { Err(faults) } else { Ok(without_columns(query)) }
    }
}

fn explained(faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let note = format!("{RESULT_UNBOUND}: a predicate of stage `result` names columns of the rule's result");
    faults.into_iter().map(|d| d.note(note.clone())).collect()
}

/// A rule's result as a table.
pub(crate) fn result_table<'c>(columns: impl Iterator<Item = &'c muster_binder::bound::Column>) -> Table {
    Table {
        name: RESULT.to_owned(),
        description: String::new(),
        columns: columns.map(|c| Column::new(c.name.clone(), c.ty)).collect(),
        open: false,
    }
}

/// The query without its columns: only the evidence of its rows is wanted.
fn without_columns(query: Query) -> Query {
    let span = query.result.span;
    let kind = RelationKind::Project { input: Box::new(query.result), expressions: Vec::new() };
    Query { result: Relation { kind, columns: Vec::new(), span }, ..query }
}

/// Complains about rules and suppressions that `expect:` names and the packs do not have.
/// Names that a file which cannot be loaded may have are not complained about.
pub(crate) fn check_expectations(
    scenario: &SuiteScenario,
    packs: &[&PreparedPack<'_>],
    unknown: &Unknown,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let source = &scenario.scenario.source;
    for expectation in &scenario.scenario.expect {
        let id = expectation.rule.value.as_str();
        let rules: Vec<(&PreparedPack<'_>, Option<&Rule>)> = if id == "*" {
            packs.iter().map(|p| (*p, None)).collect()
        } else {
            packs.iter().filter_map(|p| Some((*p, Some(p.pack.rule(id)?)))).collect()
        };
        if rules.is_empty() {
            if unknown.rule(id) {
                continue;
            }
            let diagnostic =
                Diagnostic::error(UNKNOWN_RULE, format!("no rule is called `{id}`"), source, expectation.rule.span);
            let known = packs.iter().flat_map(|p| p.pack.rules.iter().map(|r| r.id.as_str()));
            diagnostics.push(match nearest(id, known) {
                Some(near) => diagnostic.help(format!("a similar rule is `{near}`")),
                None => diagnostic.help("a rule is called by the stem of its file, in kebab case"),
            });
            continue;
        }
        let Intent::Outcome(outcome) = &expectation.intent else { continue };
        let gap = outcome.known_gap.iter().flat_map(|g| &g.suppressed);
        for by in outcome.suppress.iter().chain(&outcome.narrow).chain(gap).flat_map(|s: &Suppressed| &s.by) {
            let known = || rules.iter().flat_map(|(p, _)| p.pack.suppressions.iter());
            let found: Vec<&Suppression> = known().filter(|s| s.id == by.value).collect();
            let applies = found.iter().any(|s| rules.iter().any(|(_, r)| r.is_none_or(|r| s.applies_to(&r.id))));
            if applies || (found.is_empty() && rules.iter().any(|(p, _)| unknown.suppressions(&p.pack.root))) {
                continue;
            }
            let (message, help) = if found.is_empty() {
                let near = nearest(&by.value, known().map(|s| s.id.as_str()));
                let help = match near {
                    Some(near) => format!("a similar suppression is `{near}`"),
                    None => "name a suppression of `suppressions.yaml`".to_owned(),
                };
                (format!("no suppression is called `{}`", by.value), help)
            } else {
                let message = format!("the suppression `{}` does not apply to the rule `{id}`", by.value);
                (message, "add the rule to its `rules:`, or name another suppression".to_owned())
            };
            diagnostics.push(Diagnostic::error(UNKNOWN_SUPPRESSION, message, source, by.span).help(help));
        }
    }
    diagnostics
}
