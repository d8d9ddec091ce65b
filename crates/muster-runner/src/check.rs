//! Checking a suite: everything is loaded and bound, nothing is run.

use muster_source::{Diagnostic, has_errors};

use crate::codes::SUPPRESSION_EXPIRED;
use crate::left_out::Unknown;
use crate::prepare::{PreparedPack, check_expectations, prepare};
use crate::suite::Suite;

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Complaints about files: those of loading and those of binding.
    pub diagnostics: Vec<Diagnostic>,
    /// What can be loaded and still is no good: suppressions past their date.
    pub findings: Vec<Diagnostic>,
    /// Rules that can run.
    pub rules: usize,
    /// Suppressions that can run.
    pub suppressions: usize,
    /// Scenarios that can be simulated.
    pub scenarios: usize,
}

impl Checked {
    /// Whether something cannot be loaded or bound.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Binds every rule and suppression of a suite and compares the expectations of its scenarios with them.
#[must_use]
pub fn check_suite(suite: &Suite) -> Checked {
    let mut checked = Checked { diagnostics: suite.diagnostics.clone(), ..Checked::default() };
    let packs: Vec<PreparedPack<'_>> = suite.packs.iter().map(|p| prepare(p, &mut checked.diagnostics)).collect();
    let unknown = Unknown::of(suite);
    for scenario in &suite.scenarios {
        let of: Vec<&PreparedPack<'_>> = packs.iter().filter(|p| scenario.packs.contains(&p.pack.id)).collect();
        checked.diagnostics.extend(check_expectations(scenario, &of, &unknown));
    }
    for pack in &packs {
        checked.rules += pack.rules.iter().filter(|r| r.query.is_some()).count();
        checked.suppressions += pack.suppressions.iter().filter(|s| s.expression.is_some()).count();
        for suppression in pack.suppressions.iter().map(|s| s.suppression) {
            if suppression.expires < suite.options.today {
                let message = format!("the suppression `{}` expired on {}", suppression.id, suppression.expires);
                checked.findings.push(
                    Diagnostic::error(SUPPRESSION_EXPIRED, message, &suppression.source, suppression.expires_span)
                        .help("review it, and renew the date or remove the suppression"),
                );
            }
        }
    }
    checked.scenarios = suite.scenarios.len();
    checked
}
