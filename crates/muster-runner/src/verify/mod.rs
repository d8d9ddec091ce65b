//! Alerts that came back from a tenant, paired with what the rules raise here.
//!
//! What must come is what the rules detect on the scenario, and what its intent says besides. Rows of one rule about the same
//! steps on the same devices are one expectation, since products gather them. An alert fits an expectation if it is of the rule,
//! if the times of both overlap, and if for each kind of entity (device, account, program) that both have, one is of both.

mod expect;

use std::collections::BTreeSet;

use muster_alerts::{Alert, EntityKind};
use muster_catalog::{Datetime, Timespan};
use muster_report::{ExpectedAlert, Place, RuleVerification, SeenAlert, VERIFICATION_VERSION, Verification};
use muster_rules::{Rule, kebab_case};
use muster_source::{Diagnostic, has_errors};

use crate::prepare::prepare;
use crate::stage::{Stage, simulate};
use crate::suite::{Suite, SuiteScenario};
use expect::{Facts, Unit, shifted};

/// How to compare.
#[derive(Debug, Clone)]
pub struct Verify {
    /// Only these rules: ids, upstream ids or names. All where it is empty.
    pub rules: Vec<String>,
    /// How far times were shifted when the telemetry was sent.
    pub shift: Timespan,
    /// How long before the first event an alert may end: clocks differ.
    pub before: Timespan,
    /// How long after the last event an alert may begin: rules run on a schedule.
    pub after: Timespan,
}

/// Compares alerts with what the rules of the scenario's packs raise on it.
///
/// # Errors
/// Rules or a scenario that cannot be bound or run.
pub fn verify(
    suite: &Suite,
    scenario: &SuiteScenario,
    alerts: &[Alert],
    options: &Verify,
) -> Result<Verification, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let packs: Vec<_> = suite
        .packs
        .iter()
        .filter(|p| scenario.packs.contains(&p.pack.id))
        .map(|p| prepare(p, &mut diagnostics))
        .collect();
    let simulation = simulate(scenario, suite, suite.options.jobs);
    diagnostics.extend(simulation.diagnostics.iter().cloned());
    if has_errors(&diagnostics) {
        return Err(diagnostics);
    }
    let steps = scenario.scenario.steps();
    let mut verification = Verification {
        version: VERIFICATION_VERSION,
        scenario: scenario.id.clone(),
        alerts: alerts.len(),
        rules: Vec::new(),
        unexpected: Vec::new(),
        unrelated: 0,
    };
    let mut taken = BTreeSet::new();
    let mut story = Unit::default();
    for pack in &packs {
        let stage = Stage::new(scenario, pack, &steps, &simulation);
        let facts = Facts::new(&stage);
        story.add(&facts.all());
        for rule in &pack.rules {
            if !is_chosen(rule.rule, &options.rules) {
                // Its alerts are somebody else's business.
                taken.extend(alerts.iter().enumerate().filter(|(_, a)| is_of(a, rule.rule)).map(|(i, _)| i));
                let skipped = alerts.iter().filter(|a| is_of(a, rule.rule)).count();
                verification.unrelated += skipped;
                continue;
            }
            let Some(units) = expect::units(&stage, &facts, rule, suite.options.today)? else { continue };
            let own: Vec<(usize, &Alert)> =
                alerts.iter().enumerate().filter(|(i, a)| !taken.contains(i) && is_of(a, rule.rule)).collect();
            taken.extend(own.iter().map(|(i, _)| *i));
            let own: Vec<&Alert> = own.into_iter().map(|(_, a)| a).collect();
            verification.rules.push(pair(&pack.pack.id, rule.rule, &units, &own, options));
        }
    }
    for (_, alert) in alerts.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
        let devices: BTreeSet<&str> = alert.names(EntityKind::Device).collect();
        let near = story.overlaps(alert, options) && (devices.is_empty() || story.shares(alert, EntityKind::Device));
        if near && options.rules.is_empty() {
            let reason = "no rule of the packs is called so";
            verification.unexpected.push(seen(alert, reason));
        } else {
            verification.unrelated += 1;
        }
    }
    Ok(verification)
}

/// Whether `rule` is among those that are asked for.
fn is_chosen(rule: &Rule, chosen: &[String]) -> bool {
    let is = |name: &String| {
        name.eq_ignore_ascii_case(&rule.id)
            || name.eq_ignore_ascii_case(&rule.name)
            || rule.guid.as_ref().is_some_and(|guid| name.eq_ignore_ascii_case(guid))
    };
    chosen.is_empty() || chosen.iter().any(is)
}

/// Whether an alert is of a rule: by an id, a name, or the form that the rule gives to names of its alerts.
fn is_of(alert: &Alert, rule: &Rule) -> bool {
    let form = rule.overrides.iter().find(|(part, _)| part == "alertDisplayNameFormat").map(|(_, form)| form.as_str());
    alert.rules.iter().any(|name| {
        let name = name.trim();
        name.eq_ignore_ascii_case(&rule.id)
            || name.to_lowercase() == rule.name.trim().to_lowercase()
            || rule.guid.as_ref().is_some_and(|guid| name.eq_ignore_ascii_case(guid))
            || (!name.is_empty() && kebab_case(name) == rule.id)
    }) || form.is_some_and(|form| has_form(&alert.title, form))
}

/// Whether a text is of a form with `{{Column}}` in it. A form without any text of its own says nothing.
fn has_form(text: &str, form: &str) -> bool {
    let mut pieces = form.split("{{").enumerate().map(|(i, piece)| match piece.split_once("}}") {
        Some((_, after)) if i > 0 => after,
        _ => piece,
    });
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut fixed = text.len() - rest.len();
    let pieces: Vec<&str> = pieces.collect();
    for piece in &pieces {
        let Some(at) = rest.find(piece) else { return false };
        fixed += piece.len();
        rest = &rest[at + piece.len()..];
    }
    fixed > 0 && (rest.is_empty() || pieces.last().is_some_and(|last| last.is_empty()))
}

fn pair(pack: &str, rule: &Rule, units: &expect::Units, alerts: &[&Alert], options: &Verify) -> RuleVerification {
    let mut met = vec![false; alerts.len()];
    let expected = units
        .expected
        .iter()
        .map(|unit| {
            let mut ids = Vec::new();
            for (alert, met) in alerts.iter().zip(&mut met).filter(|(a, _)| unit.fits(a, options)) {
                *met = true;
                ids.push(alert.id.clone());
            }
            ExpectedAlert {
                steps: unit.steps(),
                devices: unit.devices.iter().cloned().collect(),
                first: shifted(unit.first, options).to_string(),
                last: shifted(unit.last, options).to_string(),
                rows: unit.rows,
                by_intent_alone: unit.by_intent_alone,
                seen: ids,
                place: Some(Place::of(&rule.source, rule.span)),
            }
        })
        .collect();
    let unexpected = alerts.iter().zip(met).filter(|(_, met)| !met).map(|(alert, _)| {
        let suppressed = units.suppressed.iter().find(|(unit, _)| unit.fits(alert, options));
        let reason = match suppressed {
            Some((unit, by)) => {
                let ids: Vec<String> = by.iter().map(|id| format!("`{id}`")).collect();
                format!("{} is suppressed by {} here", unit.steps().join(", "), ids.join(", "))
            }
            None if units.expected.iter().any(|u| u.is_about(alert)) => {
                "the rule raises an alert about it here, at another time".to_owned()
            }
            None => "the rule raises no such alert here".to_owned(),
        };
        seen(alert, &reason)
    });
    RuleVerification {
        pack: pack.to_owned(),
        rule: rule.id.clone(),
        name: rule.name.clone(),
        expected,
        unexpected: unexpected.collect(),
    }
}

fn seen(alert: &Alert, reason: &str) -> SeenAlert {
    let first = |kind| alert.entities.iter().find(|e| e.kind == kind).and_then(|e| e.names.first()).cloned();
    let about = first(EntityKind::Device).or_else(|| first(EntityKind::Account)).or_else(|| first(EntityKind::Program));
    SeenAlert {
        id: alert.id.clone(),
        title: alert.title.clone(),
        about: about.unwrap_or_else(|| "nothing that the export names".to_owned()),
        time: alert.first.as_ref().map(Datetime::to_string).unwrap_or_default(),
        reason: reason.to_owned(),
        place: Place::of(&alert.source, alert.span),
    }
}

#[cfg(test)]
mod tests;
