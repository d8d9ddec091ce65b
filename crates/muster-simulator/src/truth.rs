//! Ground truth: what made each row. It stands beside the telemetry, never in it.

use std::sync::Arc;

/// Whether what made a row is part of an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A step of an attack.
    Malicious,
    /// A step of legitimate work.
    Benign,
    /// Ordinary activity that no step tells.
    Noise,
}

impl Verdict {
    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Malicious => "malicious",
            Self::Benign => "benign",
            Self::Noise => "noise",
        }
    }
}

/// What made a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// Path of the step: ids from the top of the story, joined by `/`. `None` for noise.
    pub step: Option<Arc<str>>,
    /// Whether it is part of an attack.
    pub verdict: Verdict,
    /// Technique of ATT&CK, if the step names one.
    pub technique: Option<Arc<str>>,
}

impl Truth {
    /// Whether the row was made by the step `id` or by one below it.
    #[must_use]
    pub fn is_of(&self, id: &str) -> bool {
        self.step.as_deref().is_some_and(|step| crate::scenario::is_or_is_below(step, id))
    }
}
