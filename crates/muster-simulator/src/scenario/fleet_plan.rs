//! The keys `fleet:` and `cast:`.

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Source, Span, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{DUPLICATE, LIMIT, SHAPE, UNKNOWN_ACCOUNT, UNKNOWN_CAST};
use crate::quantity::{HOUR, MINUTE, shown};
use crate::scenario::limits::{MAX_SERVERS, MAX_WORKSTATIONS};

/// What the fleet consists of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FleetPlan {
    pub(crate) domain: String,
    pub(crate) workstations: u32,
    pub(crate) servers: u32,
    pub(crate) roles: Vec<String>,
    pub(crate) groups: BTreeMap<String, Vec<String>>,
    /// Accounts that the file names, in order; true for people.
    pub(crate) accounts: Vec<(String, bool)>,
    /// Local time minus UTC, in ticks.
    pub(crate) utc_offset: i64,
}

impl Default for FleetPlan {
    fn default() -> Self {
        Self {
            domain: "contoso.com".to_owned(),
            workstations: 0,
            servers: 0,
            roles: Vec::new(),
            groups: BTreeMap::new(),
            accounts: Vec::new(),
            utc_offset: 0,
        }
    }
}

/// A named entity of the story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CastMember {
    pub(crate) name: String,
    pub(crate) host: CastHost,
    /// Account whose workstation it is.
    pub(crate) user: Option<String>,
}

/// Which host it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CastHost {
    /// Any workstation, drawn from the seed, other than those of other members.
    AnyWorkstation,
    /// The workstation with this number, from 1.
    Workstation(u32),
    /// The server with this number, from 1.
    Server(u32),
}

/// Reads `fleet:`.
pub(crate) fn read_fleet(node: &Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> FleetPlan {
    let mut fields = Fields::of(node, source, diagnostics);
    let mut plan = FleetPlan::default();
    if let Some((domain, at)) = fields.take("domain").and_then(|n| Some((fields.text("domain")?, n.span))) {
        let good = domain.split('.').count() >= 2
            && domain.split('.').all(|label| {
                !label.is_empty() && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        if good {
            plan.domain = domain.to_ascii_lowercase();
        } else {
            let message = format!("`{domain}` is not a DNS name of a domain");
            fields.report(Diagnostic::error(SHAPE, message, source, at).help("write a name such as `contoso.com`"));
        }
    }
    plan.workstations = count(&mut fields, source, "workstations", MAX_WORKSTATIONS).unwrap_or(0);
    match fields.take("servers") {
        Some(servers) if servers.entries().is_some() => {
            let mut inner = Fields::of(servers, source, fields.diagnostics());
            plan.roles =
                inner.texts("roles").unwrap_or_default().into_iter().map(|(t, _)| t.to_ascii_lowercase()).collect();
            let stated = count(&mut inner, source, "count", MAX_SERVERS);
            plan.servers = stated.unwrap_or(plan.roles.len() as u32);
            if (plan.servers as usize) < plan.roles.len() {
                let message = format!("{} servers cannot have {} roles", plan.servers, plan.roles.len());
                let at = inner.key_span("count").unwrap_or(servers.span);
                inner.report(Diagnostic::error(SHAPE, message, source, at).help("leave `count` out, or raise it"));
            }
            inner.finish();
        }
        Some(_) => plan.servers = count(&mut fields, source, "servers", MAX_SERVERS).unwrap_or(0),
        None => {}
    }
    accounts(&mut fields, source, &mut plan);
    if let Some(node) = fields.take("utc_offset") {
        match fields.text("utc_offset").map(offset_of) {
            Some(Some(offset)) => plan.utc_offset = offset,
            Some(None) => {
                let message = format!("{} is not an offset from UTC", shown(node));
                fields.report(
                    Diagnostic::error(SHAPE, message, source, node.span)
                        .help("write hours and minutes, such as `-05:00`"),
                );
            }
            None => {}
        }
    }
    fields.finish();
    plan
}

fn accounts(fields: &mut Fields<'_, '_>, source: &Source, plan: &mut FleetPlan) {
    let is_person = |name: &str| !name.to_ascii_lowercase().starts_with("svc");
    match fields.take("accounts") {
        Some(list) if list.items().is_some() => {
            for (name, _) in fields.texts("accounts").unwrap_or_default() {
                add_account(&mut plan.accounts, name, is_person(name));
            }
        }
        Some(map) if map.entries().is_some() => {
            for (key, value) in map.entries().unwrap_or_default() {
                let Some(name) = key.text() else { continue };
                match value.text() {
                    Some("person") => add_account(&mut plan.accounts, name, true),
                    Some("service") => add_account(&mut plan.accounts, name, false),
                    _ => fields.report(
                        Diagnostic::error(
                            SHAPE,
                            format!("`{name}` is neither a person nor a service"),
                            source,
                            value.span,
                        )
                        .help("write `person` or `service`"),
                    ),
                }
            }
        }
        Some(_) => {
            fields.list("accounts");
        }
        None => {}
    }
    for (key, value) in fields.mapping("groups").unwrap_or_default() {
        let Some(group) = key.text() else { continue };
        let Some(items) = value.items() else {
            fields.report(
                Diagnostic::error(
                    SHAPE,
                    format!("the group `{group}` is {}, not a list", value.noun()),
                    source,
                    value.span,
                )
                .help("write the names of its members, such as `[svc_pdq, jdoe]`"),
            );
            continue;
        };
        let members: Vec<String> = items.iter().filter_map(Node::text).map(str::to_owned).collect();
        for member in &members {
            add_account(&mut plan.accounts, member, is_person(member));
        }
        plan.groups.insert(group.to_owned(), members);
    }
}

fn add_account(accounts: &mut Vec<(String, bool)>, name: &str, person: bool) {
    if !accounts.iter().any(|(n, _)| n == name) {
        accounts.push((name.to_owned(), person));
    }
}

/// Reads a count from 0 to `limit`.
fn count(fields: &mut Fields<'_, '_>, source: &Source, key: &'static str, limit: u32) -> Option<u32> {
    let node = fields.take(key)?;
    let number = fields.integer(key)?;
    let read = u32::try_from(number).ok().filter(|n| *n <= limit);
    if read.is_none() {
        fields.report(
            Diagnostic::error(LIMIT, format!("`{key}` cannot be {number}"), source, node.span)
                .help(format!("write a number from 0 to {limit}")),
        );
    }
    read
}

fn offset_of(text: &str) -> Option<i64> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return (text == "Z" || text == "0").then_some(0),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * HOUR + minutes * MINUTE))
}

/// Reads `cast:`.
pub(crate) fn read_cast(
    node: &Node,
    source: &Source,
    plan: &FleetPlan,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<CastMember> {
    let Some(entries) = node.entries() else {
        Fields::of(node, source, diagnostics).finish();
        return Vec::new();
    };
    let mut cast: Vec<CastMember> = Vec::new();
    for (key, value) in entries {
        let Some(name) = key.text() else { continue };
        let mut fields = Fields::of(value, source, diagnostics);
        let workstation = fields.take("workstation");
        let server = fields.take("server");
        let user = fields.take("user").and_then(|node| {
            let user = fields.text("user")?;
            if plan.accounts.iter().any(|(n, _)| n == user) {
                return Some(user.to_owned());
            }
            let diagnostic = Diagnostic::error(UNKNOWN_ACCOUNT, format!("unknown account `{user}`"), source, node.span);
            fields.report(match nearest(user, plan.accounts.iter().map(|(n, _)| n.as_str())) {
                Some(near) => diagnostic.help(format!("a similar account is `{near}`")),
                None => diagnostic.help(format!("add it to `fleet:`, such as `accounts: [{user}]`")),
            });
            None
        });
        let host = match (workstation, server) {
            (Some(at), None) => cast_workstation(at, source, plan, fields.diagnostics()),
            (None, Some(at)) => cast_server(at, source, plan, fields.diagnostics()),
            _ => {
                let message = format!("`{name}` is neither a workstation nor a server");
                fields.report(
                    Diagnostic::error(SHAPE, message, source, value.span)
                        .help("write `{workstation: any}` or `{server: pdq}`"),
                );
                None
            }
        };
        fields.finish();
        if let Some(host) = host {
            let same = |c: &&CastMember| c.host == host && host != CastHost::AnyWorkstation && c.user != user;
            if let Some(other) = cast.iter().find(same) {
                let message = format!("`{name}` and `{}` are one host with two users", other.name);
                diagnostics.push(Diagnostic::error(DUPLICATE, message, source, value.span).help("name the user once"));
            }
            cast.push(CastMember { name: name.to_owned(), host, user });
        }
    }
    cast
}

fn cast_workstation(
    node: &Node,
    source: &Source,
    plan: &FleetPlan,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<CastHost> {
    if plan.workstations == 0 {
        return no_such(
            node.span,
            source,
            "the fleet has no workstation",
            "add `workstations: 10` to `fleet:`",
            diagnostics,
        );
    }
    if node.text() == Some("any") {
        return Some(CastHost::AnyWorkstation);
    }
    let number = node.integer().and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=plan.workstations).contains(n));
    if let Some(number) = number {
        return Some(CastHost::Workstation(number));
    }
    let message = format!("{} is not a workstation of the fleet", shown(node));
    let help = format!("write `any`, or a number from 1 to {}", plan.workstations);
    no_such(node.span, source, &message, &help, diagnostics)
}

fn cast_server(node: &Node, source: &Source, plan: &FleetPlan, diagnostics: &mut Vec<Diagnostic>) -> Option<CastHost> {
    if let Some(number) = node.integer() {
        if let Some(number) = u32::try_from(number).ok().filter(|n| (1..=plan.servers).contains(n)) {
            return Some(CastHost::Server(number));
        }
    } else if let Some(role) = node.text()
        && let Some(at) = plan.roles.iter().position(|r| r.eq_ignore_ascii_case(role))
    {
        return Some(CastHost::Server(at as u32 + 1));
    }
    let message = format!("{} is not a server of the fleet", shown(node));
    let help = match nearest(node.text().unwrap_or_default(), plan.roles.iter().map(String::as_str)) {
        Some(near) => format!("a similar role is `{near}`"),
        None => "name a role of `fleet: servers: roles`, or a number from 1".to_owned(),
    };
    no_such(node.span, source, &message, &help, diagnostics)
}

fn no_such(
    span: Span,
    source: &Source,
    message: &str,
    help: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<CastHost> {
    diagnostics.push(Diagnostic::error(UNKNOWN_CAST, message, source, span).help(help));
    None
}
