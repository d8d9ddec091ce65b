//! A rule as a value: what its file says, whatever the file's format is.

use std::path::PathBuf;
use std::time::Duration;

use muster_source::{Source, Span};

/// One query with its metadata.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The file's stem in kebab case: what suppressions, scenarios and golden files call the rule.
    pub id: String,
    /// The identifier that the rule has upstream, as written.
    pub guid: Option<String>,
    /// What people call the rule.
    pub name: String,
    /// What it looks for; may be empty.
    pub description: String,
    /// How the rule is run upstream.
    pub kind: RuleKind,
    /// How bad a match is, for rules that raise alerts.
    pub severity: Option<AlertSeverity>,
    /// Upstream's life cycle, such as `Available`.
    pub status: Option<String>,
    /// Upstream's version of the file.
    pub version: Option<String>,
    /// ATT&CK tactics, as written.
    pub tactics: Vec<String>,
    /// ATT&CK techniques, as written: `T1219`, `T1059.001`.
    pub techniques: Vec<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// The connectors that the tables come from.
    pub connectors: Vec<Connector>,
    /// When the rule runs and what raises an alert.
    pub schedule: Schedule,
    /// Which columns identify which entities.
    pub entities: Vec<Entity>,
    /// Custom details of alerts: name and column.
    pub details: Vec<(String, String)>,
    /// Parts of the alert that are taken from the row: the part and its format.
    pub overrides: Vec<(String, String)>,
    /// The query, as an excerpt of `source`: its diagnostics point into the file.
    pub query: Source,
    /// Where the file is.
    pub path: PathBuf,
    /// The whole file.
    pub source: Source,
    /// Where to point when the trouble is the rule as a whole: its name, in `source`.
    pub span: Span,
}

/// How a rule is run upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// A Sentinel analytics rule on a schedule.
    Scheduled,
    /// A Sentinel analytics rule in near real time.
    NearRealTime,
    /// A hunting query, run by hand.
    Hunting,
    /// A custom detection of Defender XDR.
    CustomDetection,
    /// A plain query file.
    Query,
}

/// How bad a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertSeverity {
    /// `Informational`
    Informational,
    /// `Low`
    Low,
    /// `Medium`
    Medium,
    /// `High`
    High,
}

impl AlertSeverity {
    /// The severity called `word`, in any case of letters.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "informational" => Some(Self::Informational),
            "low" => Some(Self::Low),
            "medium" => Some(Self::Medium),
            "high" => Some(Self::High),
            _ => None,
        }
    }
}

/// A connector and the tables that it fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// Identifier such as `MicrosoftThreatProtection`.
    pub id: String,
    /// Tables, as written; some are followed by a product in parentheses.
    pub tables: Vec<String>,
}

/// An entity of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Type such as `Account` or `Host`.
    pub kind: String,
    /// Identifier and column.
    pub fields: Vec<(String, String)>,
}

/// When a rule runs and what raises an alert; what the file does not say is `None`.
#[derive(Debug, Clone, Default)]
pub struct Schedule {
    /// Time between runs; zero for a custom detection that runs continuously.
    pub frequency: Option<Written<Duration>>,
    /// How far back a run looks.
    pub period: Option<Written<Duration>>,
    /// How many rows raise an alert.
    pub trigger: Option<Trigger>,
    /// How long the rule stays quiet after an alert, if that is switched on.
    pub quiet: Option<Written<Duration>>,
    /// One alert for all rows, or one for each.
    pub grouping: Option<Grouping>,
}

/// A value and how the file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// The text in the file.
    pub text: String,
    /// Where it stands, in the rule's `source`.
    pub span: Span,
}

/// A condition on the number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    /// How the number is compared.
    pub operator: TriggerOperator,
    /// What it is compared with.
    pub threshold: i64,
}

/// How the number of rows is compared with the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriggerOperator {
    /// `gt`
    GreaterThan,
    /// `lt`
    LessThan,
    /// `eq`
    Equal,
    /// `ne`
    NotEqual,
}

/// How rows become alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// `SingleAlert`: all rows of a run are one alert.
    SingleAlert,
    /// `AlertPerResult`: each row is an alert.
    AlertPerResult,
}

/// `text` as words of lower-case letters and digits joined by hyphens: `rmm_PDQ_createProc` is `rmm-pdq-create-proc`.
#[must_use]
pub fn kebab_case(text: &str) -> String {
    let mut id = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    for c in text.chars() {
        if c.is_alphanumeric() {
            let word = c.is_uppercase() && (before.is_lowercase() || before.is_numeric());
            if (word || !before.is_alphanumeric()) && !id.is_empty() {
                id.push('-');
            }
            id.extend(c.to_lowercase());
        }
        before = c;
    }
    id
}
