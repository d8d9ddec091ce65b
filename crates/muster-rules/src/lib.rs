//! Rule packs as documents.
//!
//! A rule is loaded as it is upstream: Azure-Sentinel's YAML, Defender's custom detections, plain query files. The formats
//! differ, the blemishes of real files are many, and none of that may reach the rest of the house: [`file::read`] gives a
//! [`Rule`] or diagnostics. Blemishes that leave no doubt about the meaning (a single value where a list belongs, CR LF, a
//! query in a Markdown fence) are warnings, and the rule is read. Doubt is an error with the place and the remedy.
//! Upstream formats grow, so an unknown key in a rule is a warning; in our own files it is an error, because a key that
//! is ignored is a setting that is not in force.
//!
//! The query of a rule is an *excerpt*: a source of its own whose diagnostics point at the line of the YAML file. The
//! same holds for the predicates of suppressions, even after the pack's field names in them have been replaced by what
//! they stand for ([`Aliases::rewrite`]).
//!
//! A suppression opens a blind spot on purpose, so it must say who answers for it, why, and until when
//! ([`suppression`]). Whether it is expired is not decided here: this crate reads no clock.
//!
//! Files are read in one module, [`load`]. This crate sees sources and YAML only: no parser, no engine, no scenario.
//! Whether a query parses is the binder's user's question; a rule is a document.

mod alias;
mod codes;
mod duration;
pub mod file;
pub mod load;
mod pack;
mod rule;
pub mod suppression;
#[cfg(test)]
mod tests;
pub mod workspace;

pub use alias::Aliases;
pub use codes::{CODES, NO_RULES};
pub use load::{load_pack, load_rule, load_source, load_workspace};
pub use pack::Pack;
pub use rule::{
    AlertSeverity, Connector, Entity, Grouping, Rule, RuleKind, Schedule, Trigger, TriggerOperator, Written, kebab_case,
};
pub use suppression::{KnownDead, Stage, Suppression};
pub use workspace::Workspace;
