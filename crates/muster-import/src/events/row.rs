//! A record as cells of a table.

use std::collections::{BTreeMap, BTreeSet};

use muster_catalog::Table;
use serde_json::{Map, Value as Json};

use super::records::Record;

/// The key of a record that an envelope names for another table.
pub(super) const OTHER_TABLE: &str = "\u{0}table";
/// The table that events of processes become rows of.
const PROCESSES: &str = "DeviceProcessEvents";

/// The cells of a row.
#[derive(Default)]
pub(super) struct Cells {
    /// By the column's index: the value, and the field that it is from.
    pub(super) values: BTreeMap<usize, (Json, String)>,
    /// Fields with a value that no column takes.
    pub(super) unused: Vec<String>,
}

/// The cells of a record; else what kind of record it is.
pub(super) fn cells(record: &Record, table: &Table) -> Result<Cells, String> {
    let fields = &record.fields;
    if let Some(other) = fields.get(OTHER_TABLE) {
        return Err(format!("rows of `{}`", other.as_str().unwrap_or_default()));
    }
    let event = text(fields, "EventID").or_else(|| text(fields, "EventId"));
    let channel = text(fields, "Channel").or_else(|| text(fields, "SourceName")).unwrap_or_default();
    match event.as_deref() {
        Some("1") if table.name == PROCESSES && (channel.contains("Sysmon") || fields.contains_key("Image")) => {
            Ok(Reader::new(fields, table).sysmon())
        }
        Some("4688") if table.name == PROCESSES => Ok(Reader::new(fields, table).security()),
        Some(other) if table.column("EventID").is_none() => {
            Err(format!("event {other} {channel}").trim_end().to_owned())
        }
        _ => by_name(fields, table),
    }
}

/// A row whose fields are called as the columns are.
fn by_name(fields: &Map<String, Json>, table: &Table) -> Result<Cells, String> {
    let mut cells = Cells::default();
    for (name, value) in fields {
        let exact = table.columns.iter().position(|c| c.name == *name);
        match exact.or_else(|| table.columns.iter().position(|c| c.name.eq_ignore_ascii_case(name))) {
            Some(at) => drop(cells.values.insert(at, (value.clone(), name.clone()))),
            None if !empty(value) => cells.unused.push(name.clone()),
            None => {}
        }
    }
    // Defender and Sentinel call the time of the event differently, and rules of both are run on the rows.
    for (column, twin) in [("TimeGenerated", "Timestamp"), ("Timestamp", "TimeGenerated")] {
        let at = |name: &str| table.columns.iter().position(|c| c.name == name);
        if let (Some(at), Some(twin)) = (at(column), at(twin))
            && !cells.values.contains_key(&at)
            && let Some(cell) = cells.values.get(&twin).cloned()
        {
            cells.values.insert(at, cell);
        }
    }
    // One stray name, as a host's, makes no row.
    if cells.values.len() < 3 { Err("records with other columns".to_owned()) } else { Ok(cells) }
}

fn empty(value: &Json) -> bool {
    value.is_null() || value.as_str().is_some_and(|t| t.is_empty() || t == "-")
}

fn text(fields: &Map<String, Json>, name: &str) -> Option<String> {
    let value = fields.get(name).filter(|v| !empty(v))?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

struct Reader<'a> {
    fields: &'a Map<String, Json>,
    table: &'a Table,
    cells: Cells,
    used: BTreeSet<&'static str>,
}

impl<'a> Reader<'a> {
    fn new(fields: &'a Map<String, Json>, table: &'a Table) -> Self {
        Self { fields, table, cells: Cells::default(), used: BTreeSet::new() }
    }

    /// Fills a column from the first of the fields that has a value which can be read.
    fn fill(&mut self, column: &str, from: &[&'static str], read: impl Fn(&str) -> Option<Json>) {
        self.used.extend(from);
        let Some(at) = self.table.columns.iter().position(|c| c.name == column) else { return };
        for field in from {
            if let Some(value) = text(self.fields, field).and_then(|t| read(&t)) {
                self.cells.values.insert(at, (value, (*field).to_owned()));
                return;
            }
        }
    }

    fn copy(&mut self, column: &str, from: &[&'static str]) {
        self.fill(column, from, |t| Some(Json::from(t)));
    }

    fn finish(mut self) -> Cells {
        self.fill("ActionType", &["EventID", "EventId"], |_| Some(Json::from("ProcessCreated")));
        self.fill("DeviceName", &["Computer", "Hostname", "host_name"], |t| Some(Json::from(t.to_lowercase())));
        let unused = self.fields.iter().filter(|(name, value)| !self.used.contains(name.as_str()) && !empty(value));
        self.cells.unused = unused.map(|(name, _)| name.clone()).collect();
        self.cells
    }

    /// Sysmon's event 1.
    fn sysmon(mut self) -> Cells {
        for column in ["TimeGenerated", "Timestamp", "ProcessCreationTime"] {
            self.fill(column, &["UtcTime", "@timestamp"], |t| Some(Json::from(t)));
        }
        for (prefix, image, command, id) in [
            ("", "Image", "CommandLine", "ProcessId"),
            ("InitiatingProcess", "ParentImage", "ParentCommandLine", "ParentProcessId"),
        ] {
            self.fill(&format!("{prefix}FileName"), &[image], |t| Some(Json::from(file_name(t))));
            self.copy(&format!("{prefix}FolderPath"), &[image]);
            let path = text(self.fields, image).unwrap_or_default();
            let name = if prefix.is_empty() { "ProcessCommandLine" } else { "InitiatingProcessCommandLine" };
            self.fill(name, &[command], |t| Some(Json::from(without_folder(t, &path))));
            self.fill(&format!("{}Id", if prefix.is_empty() { "Process" } else { prefix }), &[id], number);
        }
        for (prefix, user) in [("", "User"), ("InitiatingProcess", "ParentUser")] {
            self.fill(&format!("{prefix}AccountDomain"), &[user], |t| {
                Some(Json::from(t.split_once('\\')?.0.to_lowercase()))
            });
            self.fill(&format!("{prefix}AccountName"), &[user], |t| {
                Some(Json::from(t.rsplit('\\').next()?.to_lowercase()))
            });
        }
        for (column, key) in [("MD5", "MD5="), ("SHA1", "SHA1="), ("SHA256", "SHA256=")] {
            self.fill(column, &["Hashes", "Hash"], |t| {
                t.split(',').find_map(|h| h.trim().strip_prefix(key)).map(|h| Json::from(h.to_lowercase()))
            });
        }
        self.copy("ProcessIntegrityLevel", &["IntegrityLevel"]);
        self.fill("LogonId", &["LogonId"], number);
        self.fill("CreatedProcessSessionId", &["TerminalSessionId"], number);
        for (column, field) in [
            ("ProcessVersionInfoCompanyName", "Company"),
            ("ProcessVersionInfoFileDescription", "Description"),
            ("ProcessVersionInfoOriginalFileName", "OriginalFileName"),
            ("ProcessVersionInfoProductName", "Product"),
            ("ProcessVersionInfoProductVersion", "FileVersion"),
        ] {
            self.copy(column, &[field]);
        }
        self.finish()
    }

    /// Event 4688 of the Security log.
    fn security(mut self) -> Cells {
        // `EventTime` of many shippers has no zone, and is no time then.
        for column in ["TimeGenerated", "Timestamp", "ProcessCreationTime"] {
            self.copy(column, &["@timestamp", "TimeCreated", "SystemTime", "TimeGenerated"]);
        }
        self.fill("FileName", &["NewProcessName"], |t| Some(Json::from(file_name(t))));
        self.copy("FolderPath", &["NewProcessName"]);
        let path = text(self.fields, "NewProcessName").unwrap_or_default();
        self.fill("ProcessCommandLine", &["CommandLine", "ProcessCommandLine"], |t| {
            Some(Json::from(without_folder(t, &path)))
        });
        self.fill("ProcessId", &["NewProcessId"], number);
        self.fill("InitiatingProcessId", &["ProcessId"], number);
        self.fill("InitiatingProcessFileName", &["ParentProcessName"], |t| Some(Json::from(file_name(t))));
        self.copy("InitiatingProcessFolderPath", &["ParentProcessName"]);
        // The subject is who asks; the target is who the process runs as, where that is another.
        let other = text(self.fields, "TargetUserName").is_some();
        for (column, target, subject) in [
            ("AccountName", "TargetUserName", "SubjectUserName"),
            ("AccountDomain", "TargetDomainName", "SubjectDomainName"),
        ] {
            self.used.extend([target, subject]);
            self.fill(column, &[if other { target } else { subject }], |t| Some(Json::from(t.to_lowercase())));
        }
        self.used.extend(["TargetUserSid", "SubjectUserSid", "TargetLogonId", "SubjectLogonId"]);
        self.copy("AccountSid", if other { &["TargetUserSid"] } else { &["SubjectUserSid"] });
        self.fill("LogonId", if other { &["TargetLogonId"] } else { &["SubjectLogonId"] }, number);
        for (column, field) in [
            ("InitiatingProcessAccountName", "SubjectUserName"),
            ("InitiatingProcessAccountDomain", "SubjectDomainName"),
        ] {
            self.fill(column, &[field], |t| Some(Json::from(t.to_lowercase())));
        }
        self.copy("InitiatingProcessAccountSid", &["SubjectUserSid"]);
        self.fill("InitiatingProcessLogonId", &["SubjectLogonId"], number);
        self.fill("ProcessTokenElevation", &["TokenElevationType"], |t| {
            let word = match t.trim_start_matches('%') {
                "1936" | "TokenElevationTypeDefault (1)" => "TokenElevationTypeDefault",
                "1937" | "TokenElevationTypeFull (2)" => "TokenElevationTypeFull",
                "1938" | "TokenElevationTypeLimited (3)" => "TokenElevationTypeLimited",
                _ => return None,
            };
            Some(Json::from(word))
        });
        self.fill("ProcessIntegrityLevel", &["MandatoryLabel"], |t| {
            let word = match t.rsplit('-').next()? {
                "4096" => "Low",
                "8192" | "8448" => "Medium",
                "12288" => "High",
                "16384" => "System",
                _ => return None,
            };
            Some(Json::from(word))
        });
        self.finish()
    }
}

/// A number, also as `0x3e7`; another text stays, and is told as no number.
#[allow(clippy::unnecessary_wraps, reason = "it is one of the readers of a cell, and others may find nothing")]
fn number(text: &str) -> Option<Json> {
    match text.strip_prefix("0x").map(|hex| i64::from_str_radix(hex, 16)) {
        Some(Ok(number)) => Some(Json::from(number)),
        _ => Some(Json::from(text)),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('\\').next().unwrap_or(path)
}

/// A command line without the folder of its program, as Defender has it.
fn without_folder(command: &str, path: &str) -> String {
    let (quote, inner) = command.strip_prefix('"').map_or(("", command), |inner| ("\"", inner));
    // A path with blanks and without quotes is told by the program's own path.
    let same = inner.get(..path.len()).is_some_and(|front| !path.is_empty() && front.eq_ignore_ascii_case(path));
    let end = if same {
        path.len()
    } else if quote.is_empty() {
        inner.find(char::is_whitespace).unwrap_or(inner.len())
    } else {
        inner.find('"').unwrap_or(inner.len())
    };
    format!("{quote}{}{}", file_name(&inner[..end]), &inner[end..])
}
