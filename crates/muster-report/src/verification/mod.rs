//! Alerts that came back, paired with what a story must raise, as data; and its renderings.

mod render;

use serde::{Deserialize, Serialize};

use crate::place::Place;
pub use render::{VerificationFormat, render_verification};

/// The version of the JSON form; it changes when a reader of the old form would misread the new one.
pub const VERIFICATION_VERSION: u32 = 1;

/// What came of comparing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// [`VERIFICATION_VERSION`] of the program that wrote it.
    pub version: u32,
    /// The scenario.
    pub scenario: String,
    /// Alerts that were read.
    pub alerts: usize,
    /// By rule, what it must raise and what it raised.
    pub rules: Vec<RuleVerification>,
    /// Alerts of no rule of the packs, about the story's devices at its time.
    pub unexpected: Vec<SeenAlert>,
    /// Alerts that are of other devices, other times or other rules than asked for.
    pub unrelated: usize,
}

/// A rule's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVerification {
    /// The pack.
    pub pack: String,
    /// The rule.
    pub rule: String,
    /// What people call it.
    pub name: String,
    /// What it must raise, in the order of the story.
    pub expected: Vec<ExpectedAlert>,
    /// What it raised besides.
    pub unexpected: Vec<SeenAlert>,
}

/// Something that a rule must raise at least one alert about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedAlert {
    /// The steps of the story that it is about; `noise` for what no step tells.
    pub steps: Vec<String>,
    /// The devices.
    pub devices: Vec<String>,
    /// The time of the first event, in the tenant's time.
    pub first: String,
    /// The time of the last event.
    pub last: String,
    /// Rows of the rule's result that it stands for.
    pub rows: usize,
    /// Whether the rule itself raises nothing of it here, and only the scenario says that it must.
    pub by_intent_alone: bool,
    /// Ids of the alerts that are about it; none if it is missed.
    pub seen: Vec<String>,
    /// Where the rule is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Place>,
}

/// An alert that nothing expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenAlert {
    /// Its id.
    pub id: String,
    /// What people see.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// When; empty if the export does not say.
    pub time: String,
    /// Why nothing expects it.
    pub reason: String,
    /// Where it is in the export.
    pub place: Place,
}

impl Verification {
    /// How many alerts are expected.
    #[must_use]
    pub fn expected(&self) -> usize {
        self.rules.iter().map(|r| r.expected.len()).sum()
    }

    /// How many of them are missed.
    #[must_use]
    pub fn missed(&self) -> usize {
        self.rules.iter().flat_map(|r| &r.expected).filter(|e| e.seen.is_empty()).count()
    }

    /// How many alerts nothing expects.
    #[must_use]
    pub fn unexpected_alerts(&self) -> usize {
        self.unexpected.len() + self.rules.iter().map(|r| r.unexpected.len()).sum::<usize>()
    }

    /// Whether all that is expected was seen and nothing else.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.missed() == 0 && self.unexpected_alerts() == 0
    }
}

impl ExpectedAlert {
    /// What it is about, in one line.
    pub(crate) fn about(&self) -> String {
        let devices = match self.devices.as_slice() {
            [] => "no device".to_owned(),
            [one] => one.clone(),
            [one, rest @ ..] => format!("{one} and {} more", rest.len()),
        };
        format!("{} on {devices}", self.steps.join(", "))
    }

    /// Its time, in one line.
    pub(crate) fn time(&self) -> String {
        let short = |time: &str| time.split('.').next().unwrap_or_default().to_owned();
        let (first, last) = (short(&self.first), short(&self.last));
        if first == last { format!("{first}Z") } else { format!("{first}Z to {last}Z") }
    }
}
