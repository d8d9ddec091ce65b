//! Texts, places in texts, and complaints about them.
//!
//! Everything that muster reads (a query, a rule, a scenario, a golden file) becomes a [`Source`]: a name, a text and
//! an index of its lines. Every later complaint is a [`Diagnostic`] that points into a source with a [`Span`] of
//! bytes. A query that stands inside a YAML file is an *excerpt*: a source of its own that knows the way back, so that
//! its diagnostics point at the line of the YAML file ([`Source::excerpt`], [`Source::locate`]).
//!
//! Diagnostics are plain values. They travel beside results in a `Vec` and are rendered once, at the very end: for
//! people by [`render()`] (rustc's look), for machines by the report crate.
//!
//! This is the lowest floor of the house: it sees no other crate of the workspace.

mod diagnostic;
mod render;
mod source;
mod suggest;

pub use diagnostic::{Code, CodeEntry, Diagnostic, Edit, Label, Note, Severity, has_errors};
pub use render::{Style, render};
pub use source::{Location, Segment, Source, Span};
pub use suggest::nearest;
