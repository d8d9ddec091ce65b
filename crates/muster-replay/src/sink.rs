//! Sinks as people write them: `-`, a file, or an address with its kind in front.

use std::net::IpAddr;
use std::path::PathBuf;

use muster_source::{Diagnostic, Severity, nearest};
use ureq::http::Uri;

use crate::batch::{Framing, Lanes};
use crate::codes::{INSECURE, SINK};

/// Where telemetry goes, and in which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sink {
    kind: Kind,
    place: Place,
}

/// The product that reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    EventHub,
    Kusto,
    Logs,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Stdout,
    File(PathBuf),
    /// Scheme and host, the path with `{table}` in it or not, and the query.
    Web {
        origin: String,
        path: String,
        query: String,
        loopback: bool,
    },
}

/// Bodies of plain HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// One JSON object a line.
    Ndjson,
    /// One JSON array.
    Array,
}

const KINDS: [(&str, Kind); 3] = [("eventhub", Kind::EventHub), ("kusto", Kind::Kusto), ("logs", Kind::Logs)];
const FORMS: &str = "write `-`, a file, `https://…`, `eventhub:…`, `kusto:https://HOST/DATABASE` or \
                     `logs:https://HOST/dataCollectionRules/ID/streams/STREAM`";
/// Stands for the name of a table in an address.
const TABLE: &str = "{table}";

impl Sink {
    /// Reads what `--to` says. `insecure` allows `http://` to other machines.
    ///
    /// # Errors
    /// What is no sink, and an address without TLS.
    pub fn parse(text: &str, insecure: bool) -> Result<Self, Diagnostic> {
        let (kind, rest) = KINDS
            .iter()
            .find_map(|(name, kind)| Some((*kind, text.strip_prefix(name)?.strip_prefix(':')?)))
            .unwrap_or((Kind::Plain, text));
        let place = if rest == "-" {
            Place::Stdout
        } else if let Some((scheme, _)) = rest.split_once("://") {
            web(scheme, rest, insecure)?
        } else if rest.is_empty() {
            return Err(no_sink("the sink is empty".to_owned()).help(FORMS));
        } else {
            Place::File(PathBuf::from(rest))
        };
        let sink = Self { kind, place };
        sink.check()?;
        Ok(sink)
    }

    /// Whether the address is one of its kind.
    fn check(&self) -> Result<(), Diagnostic> {
        let Place::Web { path, .. } = &self.place else {
            return match self.kind {
                Kind::Plain | Kind::EventHub => Ok(()),
                Kind::Kusto | Kind::Logs => {
                    Err(no_sink(format!("`{}:` takes an address", self.kind.name())).help(FORMS))
                }
            };
        };
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
        match (self.kind, parts.as_slice()) {
            (Kind::Plain, _)
            | (Kind::EventHub, [_] | [_, "partitions", _])
            | (Kind::Kusto, [_] | [_, _])
            | (Kind::Logs, ["dataCollectionRules", _, "streams", _]) => Ok(()),
            (Kind::EventHub, _) => {
                let help = "write eventhub:https://NAMESPACE.servicebus.windows.net/HUB, or /HUB/partitions/NUMBER";
                Err(no_sink(format!("`{}` names no event hub", self.shown())).help(help))
            }
            (Kind::Kusto, _) => {
                let help = "write kusto:https://CLUSTER.REGION.kusto.windows.net/DATABASE, or /DATABASE/TABLE";
                Err(no_sink(format!("`{}` names no database", self.shown())).help(help))
            }
            (Kind::Logs, _) => {
                let help = "write logs:https://HOST/dataCollectionRules/dcr-…/streams/Custom-{table}";
                Err(no_sink(format!("`{}` names no stream of a data collection rule", self.shown())).help(help))
            }
        }
    }

    /// Whether batches go over the network.
    #[must_use]
    pub fn is_web(&self) -> bool {
        matches!(self.place, Place::Web { .. })
    }

    /// Whether batches go to stdout.
    #[must_use]
    pub fn is_stdout(&self) -> bool {
        self.place == Place::Stdout
    }

    /// The file that batches go to.
    #[must_use]
    pub fn file(&self) -> Option<&std::path::Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Stdout | Place::Web { .. } => None,
        }
    }

    /// Whether rows of several tables can be told apart there.
    #[must_use]
    pub fn tells_tables_apart(&self) -> bool {
        self.kind != Kind::Plain || self.is_web()
    }

    /// Whether its rows are Sentinel's copy where nobody says otherwise.
    #[must_use]
    pub fn is_sentinel(&self) -> bool {
        self.kind == Kind::Logs
    }

    /// Whether bodies may be compressed.
    #[must_use]
    pub fn takes_gzip(&self) -> bool {
        self.is_web() && self.kind != Kind::EventHub
    }

    /// How bodies are framed.
    #[must_use]
    pub fn framing(&self, body: Body, tenant: &str) -> Framing {
        match (self.kind, body) {
            (Kind::EventHub, _) => Framing::Envelope { tenant: tenant.to_owned(), line: !self.is_web() },
            (Kind::Logs, _) => Framing::Array,
            (Kind::Plain, Body::Array) if self.is_web() => Framing::Array,
            (Kind::Kusto | Kind::Plain, _) => Framing::Lines,
        }
    }

    /// Which events share batches.
    #[must_use]
    pub fn lanes(&self) -> Lanes {
        if self.is_web() && self.kind != Kind::EventHub { Lanes::PerTable } else { Lanes::One }
    }

    /// The most bytes that the sink takes at once.
    #[must_use]
    pub fn most_bytes(&self) -> usize {
        match self.kind {
            Kind::EventHub | Kind::Logs if self.is_web() => 1_000_000,
            Kind::Kusto => 4_000_000,
            Kind::Plain | Kind::EventHub | Kind::Logs => 64_000_000,
        }
    }

    /// The environment variable that has the token where nobody names another.
    #[must_use]
    pub fn token_variable(&self) -> &'static str {
        match self.kind {
            Kind::Plain => "MUSTER_HTTP_TOKEN",
            Kind::EventHub => "MUSTER_EVENTHUB_TOKEN",
            Kind::Kusto => "MUSTER_KUSTO_TOKEN",
            Kind::Logs => "MUSTER_LOGS_TOKEN",
        }
    }

    /// Whether the sink takes nothing without a token. Emulators on this machine do.
    #[must_use]
    pub fn needs_token(&self) -> bool {
        self.kind != Kind::Plain && matches!(self.place, Place::Web { loopback: false, .. })
    }

    /// How a token for it is got.
    #[must_use]
    pub fn token_help(&self) -> &'static str {
        match self.kind {
            Kind::Plain => "export the token that the receiver knows",
            Kind::EventHub => {
                "export an access token for https://eventhubs.azure.net (`az account get-access-token --resource …`) or \
                 a shared access signature"
            }
            Kind::Kusto => {
                "export an access token for the cluster (`az account get-access-token --resource https://HOST`)"
            }
            Kind::Logs => {
                "export an access token for https://monitor.azure.com (`az account get-access-token --resource …`)"
            }
        }
    }

    /// What somebody who sends must be allowed to do.
    pub(crate) fn role(&self) -> &'static str {
        match self.kind {
            Kind::Plain => "may send",
            Kind::EventHub => "has the role Azure Event Hubs Data Sender",
            Kind::Kusto => "is an ingestor of the database",
            Kind::Logs => "has the role Monitoring Metrics Publisher on the data collection rule",
        }
    }

    /// The address for rows of a table; `mapping` is the ingestion mapping of Kusto's table.
    pub(crate) fn address(&self, table: &str, mapping: Option<&str>) -> String {
        let Place::Web { origin, path, query, .. } = &self.place else { return self.shown() };
        let path = path.trim_end_matches('/').replace(TABLE, table);
        let inner = path.trim_start_matches('/');
        match self.kind {
            Kind::Plain if path.is_empty() => format!("{origin}/{query}"),
            Kind::Plain => format!("{origin}{path}{query}"),
            Kind::EventHub => format!("{origin}{path}/messages?timeout=60&api-version=2014-01"),
            Kind::Kusto => {
                let table = if inner.contains('/') { String::new() } else { format!("/{table}") };
                let mapping = mapping.map(|m| format!("&mappingName={m}")).unwrap_or_default();
                format!("{origin}/v1/rest/ingest/{inner}{table}?streamFormat=MultiJSON{mapping}")
            }
            Kind::Logs => format!("{origin}{path}?api-version=2023-01-01"),
        }
    }

    /// The address for rows of a table as it may be shown.
    #[must_use]
    pub fn shown_address(&self, table: &str) -> String {
        let address = self.address(table, None);
        match (self.kind, address.split_once('?')) {
            (Kind::Plain, Some((before, _))) => format!("{before}?…"),
            _ => address,
        }
    }

    pub(crate) fn content_type(&self, body: Body) -> &'static str {
        match (self.kind, body) {
            (Kind::EventHub, _) => "application/json;charset=utf-8",
            (Kind::Logs, _) | (Kind::Plain, Body::Array) => "application/json",
            (Kind::Kusto, _) => "application/json; charset=utf-8",
            (Kind::Plain, Body::Ndjson) => "application/x-ndjson",
        }
    }

    /// Whether the table is told in a header, since nothing else tells it.
    pub(crate) fn is_plain(&self) -> bool {
        self.kind == Kind::Plain
    }

    /// The sink as it may be shown: queries of addresses may hold secrets.
    #[must_use]
    pub fn shown(&self) -> String {
        let kind = if self.kind == Kind::Plain { String::new() } else { format!("{}:", self.kind.name()) };
        match &self.place {
            Place::Stdout => format!("{kind}-"),
            Place::File(path) => format!("{kind}{}", path.display()),
            Place::Web { origin, path, query, .. } => {
                format!("{kind}{origin}{path}{}", if query.is_empty() { "" } else { "?…" })
            }
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("http", |(name, _)| name)
    }
}

fn no_sink(message: String) -> Diagnostic {
    Diagnostic::bare(SINK, Severity::Error, message)
}

/// Takes an address apart.
fn web(scheme: &str, text: &str, insecure: bool) -> Result<Place, Diagnostic> {
    if scheme != "https" && scheme != "http" {
        let (kind, _) = scheme.split_once(':').unwrap_or((scheme, ""));
        let fault = no_sink(format!("`{kind}` is no kind of sink"));
        let known = KINDS.iter().map(|(name, _)| *name).chain(["https", "http"]);
        return Err(match nearest(kind, known) {
            Some(near) => fault.help(format!("did you mean `{near}:`?")),
            None => fault.help(FORMS),
        });
    }
    let uri: Uri = text
        .replace(TABLE, "table")
        .parse()
        .map_err(|_| no_sink("the address of the sink cannot be read".to_owned()).help(FORMS))?;
    let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
    if authority.contains('@') {
        let fault = no_sink("the address of the sink has a user or a password in it".to_owned());
        return Err(fault.help("leave it out; tokens come from the environment alone, see --token-env"));
    }
    let host = uri.host().unwrap_or_default();
    if host.is_empty() {
        return Err(no_sink("the address of the sink names no host".to_owned()).help(FORMS));
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let loopback =
        bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if scheme == "http" && !loopback && !insecure {
        let fault =
            Diagnostic::bare(INSECURE, Severity::Error, format!("`{scheme}://{authority}` is an address without TLS"));
        return Err(fault.help("write https://, or add --insecure if the network may read along"));
    }
    let after = text.get(scheme.len() + 3 + authority.len()..).unwrap_or_default();
    let after = after.split('#').next().unwrap_or_default();
    let (path, query) = after.split_at(after.find('?').unwrap_or(after.len()));
    Ok(Place::Web {
        origin: format!("{scheme}://{authority}"),
        path: path.to_owned(),
        query: query.to_owned(),
        loopback,
    })
}

#[cfg(test)]
mod tests;
