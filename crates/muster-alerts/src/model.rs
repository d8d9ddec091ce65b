//! What an alert is, whichever product raised it.

use muster_catalog::Datetime;
use muster_source::{Source, Span};

/// An alert.
#[derive(Debug, Clone)]
pub struct Alert {
    /// The product's id.
    pub id: String,
    /// What people see.
    pub title: String,
    /// Everything that may name the rule: its ids and its names, as exported.
    pub rules: Vec<String>,
    /// When what it is about began, or when it was raised if the export says no more.
    pub first: Option<Datetime>,
    /// When what it is about ended, or when it was raised.
    pub last: Option<Datetime>,
    /// What it is about.
    pub entities: Vec<Entity>,
    /// The file that it, or its first row, is in.
    pub source: Source,
    /// Where.
    pub span: Span,
}

/// Something that an alert is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// All that names it, in small letters; at least one.
    pub names: Vec<String>,
}

/// What an entity is. Addresses, mailboxes and the like do not tell one process event from another and are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// A machine: its names and ids.
    Device,
    /// An account: its name, principal name and SID.
    Account,
    /// A process or a file: name, command line, hashes.
    Program,
}

impl Entity {
    /// The entity with these names; none without any.
    pub(crate) fn new<'t>(kind: EntityKind, names: impl IntoIterator<Item = Option<&'t str>>) -> Option<Self> {
        let mut all: Vec<String> = Vec::new();
        for name in names.into_iter().flatten() {
            let name = name.trim().to_lowercase();
            if !name.is_empty() && !all.contains(&name) {
                all.push(name);
            }
        }
        (!all.is_empty()).then_some(Self { kind, names: all })
    }
}

impl Alert {
    /// Takes over what another row says of the same alert.
    pub(crate) fn merge(&mut self, other: Self) {
        if self.title.is_empty() {
            self.title = other.title;
        }
        for rule in other.rules {
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
        for entity in other.entities {
            if !self.entities.contains(&entity) {
                self.entities.push(entity);
            }
        }
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
    }

    /// The names of all entities of a kind.
    pub fn names(&self, kind: EntityKind) -> impl Iterator<Item = &str> {
        self.entities.iter().filter(move |e| e.kind == kind).flat_map(|e| &e.names).map(String::as_str)
    }
}
