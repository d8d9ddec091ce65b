//! Words that scenarios and library files share: accounts, parents, integrity, kinds of hosts.

use std::sync::Arc;

use muster_source::{Diagnostic, Source, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{SHAPE, TECHNIQUE, UNKNOWN_ACCOUNT};
use crate::quantity::shown;

/// Whose process it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account {
    /// The host's own user, on the desktop.
    User,
    /// The same user with the elevated token.
    Elevated,
    /// `nt authority\system`.
    System,
    /// `nt authority\network service`.
    NetworkService,
    /// `nt authority\local service`.
    LocalService,
    /// An account of the domain that is logged on as a service or a batch job.
    Named(Arc<str>),
}

/// The words for built-in accounts.
const ACCOUNTS: [&str; 5] = ["user", "elevated", "system", "network-service", "local-service"];

/// How much a process may do; the order is Windows' own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Integrity {
    Low,
    Medium,
    High,
    System,
}

/// What starts a process.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parent {
    /// A process of this image (lower case) whose command line has these words in it.
    Image {
        /// File name of the image, lower case.
        name: String,
        /// Part of the command line; may be empty.
        words: String,
    },
    /// The process of another step.
    Step(Arc<str>),
}

/// Which hosts something is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Where {
    Everywhere,
    Workstations,
    Servers,
    /// Servers of one of these roles.
    Roles(Vec<String>),
}

impl Account {
    /// Reads a built-in word, or one of the names in `named`.
    pub(crate) fn read(
        text: &str,
        node: &Node,
        source: &Source,
        named: &[String],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        Some(match text {
            "user" => Self::User,
            "elevated" => Self::Elevated,
            "system" => Self::System,
            "network-service" => Self::NetworkService,
            "local-service" => Self::LocalService,
            name if named.iter().any(|n| n == name) => Self::Named(name.into()),
            name => {
                let diagnostic =
                    Diagnostic::error(UNKNOWN_ACCOUNT, format!("unknown account `{name}`"), source, node.span);
                let known = ACCOUNTS.into_iter().chain(named.iter().map(String::as_str));
                diagnostics.push(match nearest(name, known) {
                    Some(near) => diagnostic.help(format!("a similar account is `{near}`")),
                    None => diagnostic.help(format!("add it to `fleet:`, such as `accounts: [{name}]`")),
                });
                return None;
            }
        })
    }
}

impl Integrity {
    /// Reads the key `integrity`.
    pub(crate) fn take(fields: &mut Fields<'_, '_>) -> Option<Self> {
        Some(match fields.one_of("integrity", &["low", "medium", "high", "system"])? {
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            _ => Self::System,
        })
    }
}

impl Parent {
    /// The parent that `text` names: `explorer.exe`, `svchost.exe -s Schedule`, `System`, or the id of a step.
    pub(crate) fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        match lower.find(".exe") {
            Some(at) => Self::Image { name: lower[..at + 4].to_owned(), words: text[at + 4..].trim().to_owned() },
            None if lower == "system" => Self::Image { name: lower, words: String::new() },
            None => Self::Step(text.into()),
        }
    }
}

impl Where {
    /// Reads the key `on` of a library file: `workstations`, `servers`, or roles of servers.
    pub(crate) fn take(fields: &mut Fields<'_, '_>, source: &Source) -> Self {
        let Some(node) = fields.take("on") else { return Self::Everywhere };
        match (node.text(), node.items()) {
            (Some("workstations"), _) => Self::Workstations,
            (Some("servers"), _) => Self::Servers,
            (Some(role), _) => Self::Roles(vec![role.to_owned()]),
            (None, Some(_)) => {
                Self::Roles(fields.texts("on").unwrap_or_default().into_iter().map(|(t, _)| t.to_owned()).collect())
            }
            _ => {
                let message = format!("{} does not say which hosts", shown(node));
                fields.report(
                    Diagnostic::error(SHAPE, message, source, node.span)
                        .help("write `workstations`, `servers`, a role such as `dc`, or a list of roles"),
                );
                Self::Everywhere
            }
        }
    }

    /// Whether a host of this kind and role is meant.
    pub(crate) fn takes(&self, server: bool, role: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Workstations => !server,
            Self::Servers => server,
            Self::Roles(roles) => server && roles.iter().any(|r| r == role),
        }
    }
}

/// Reads a technique of ATT&CK.
pub(crate) fn technique(fields: &mut Fields<'_, '_>, source: &Source) -> Option<Arc<str>> {
    let node = fields.take("technique")?;
    let text = fields.text("technique")?;
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let good = text.strip_prefix('T').is_some_and(|rest| match rest.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(rest, 4),
    });
    if !good {
        fields.report(
            Diagnostic::error(TECHNIQUE, format!("`{text}` is not a technique of ATT&CK"), source, node.span)
                .help("write an id such as `T1059` or `T1059.001`"),
        );
        return None;
    }
    Some(text.into())
}
