//! The formats of a report.

use muster_source::Style;

use crate::record::RunRecord;
use crate::render::{github, human, json, junit};

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Human,
    /// The record itself.
    Json,
    /// `JUnit` XML as nextest writes it.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Human, Self::Json, Self::Junit, Self::Github];

    /// The name that selects it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }

    /// The format that `name` selects.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// How much a report for people says. The other formats always say everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Reasons of what fails; known gaps are counted.
    #[default]
    Brief,
    /// Reasons of known gaps too.
    Full,
}

/// Renders a record, with a line break at the end. Only [`Format::Human`] has colors and knows [`Detail`].
#[must_use]
pub fn render(record: &RunRecord, format: Format, style: Style, detail: Detail) -> String {
    match format {
        Format::Human => human::render(record, style, detail),
        Format::Json => json::render(record),
        Format::Junit => junit::render(record),
        Format::Github => github::render(record),
    }
}
