//! How tactics and techniques are written.

use muster_source::{Diagnostic, Source, Span, nearest};

use crate::codes::ATTACK;

/// The tactics of ATT&CK for Enterprise, ICS and Mobile as Sentinel writes them.
const TACTICS: &[&str] = &[
    "Reconnaissance",
    "ResourceDevelopment",
    "InitialAccess",
    "Execution",
    "Persistence",
    "PrivilegeEscalation",
    "DefenseEvasion",
    "Stealth",
    "DefenseImpairment",
    "CredentialAccess",
    "Discovery",
    "LateralMovement",
    "Collection",
    "Exfiltration",
    "CommandAndControl",
    "Impact",
    "PreAttack",
    "ImpairProcessControl",
    "InhibitResponseFunction",
];

/// A warning if `word` is no tactic.
pub(super) fn tactic(word: &str, source: &Source, span: Span) -> Option<Diagnostic> {
    if TACTICS.contains(&word) {
        return None;
    }
    let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let diagnostic = Diagnostic::warning(ATTACK, format!("`{word}` is not a tactic of ATT&CK"), source, span);
    Some(match nearest(&plain, TACTICS.iter().copied()) {
        Some(near) => diagnostic.help(format!("a similar tactic is `{near}`")),
        None => diagnostic.help("write a tactic such as `CommandAndControl`, without blanks"),
    })
}

/// A warning if `word` is not written as a technique is.
pub(super) fn technique(word: &str, source: &Source, span: Span) -> Option<Diagnostic> {
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let fits = word.strip_prefix('T').is_some_and(|number| match number.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(number, 4),
    });
    let diagnostic = || Diagnostic::warning(ATTACK, format!("`{word}` is not a technique of ATT&CK"), source, span);
    (!fits).then(|| diagnostic().help("write a technique as `T1059` or `T1059.001`"))
}
