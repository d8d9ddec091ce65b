//! The generated files: one template for all rules, and two scenarios.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha1::{Digest, Sha1};

use super::fact::{Field, Image, Miss};
use super::table::{self, Tool};

/// How a generated file begins.
pub(super) const MARK: &str =
    "# Generated from rulepacks/rmm/tools.yaml by `cargo run --release -p xtask -- gen`: edit that, not this.\n";

/// The namespace of the rules' ids: sixteen bytes that stay as they are, so that ids do.
const NAMESPACE: &[u8; 16] = b"muster-rmm-rules";

/// The rule of a tool.
pub(super) fn rule(tool: &Tool) -> String {
    let source = match tool.source.as_str() {
        "jischell" => "https://github.com/jischell-msft/RemoteManagementMonitoringTools",
        _ => "https://github.com/magicsword-io/LOLRMM",
    };
    let note = tool.note.as_ref().map(|n| format!("  Of the facts: {n}.\n")).unwrap_or_default();
    format!(
        "{MARK}id: {id}
name: {name}
description: |
  A process of {tool} was started on a device. Such tools are ordinary administration, and attackers bring them along to
  persist and to command a device: is this one administered here, and who installed it?
{note}  {source}
kind: Scheduled
severity: Medium
status: Available
version: 1.0.0
requiredDataConnectors:
  - connectorId: MicrosoftThreatProtection
    dataTypes:
      - DeviceProcessEvents
# The windows overlap because rows arrive late; the device joins the two sightings to one incident.
queryFrequency: 1d
queryPeriod: 2d
triggerOperator: gt
triggerThreshold: 0
eventGroupingSettings:
  aggregationKind: AlertPerResult
incidentConfiguration:
  createIncident: true
  groupingConfiguration:
    enabled: true
    reopenClosedIncident: false
    lookbackDuration: P3D
    matchingMethod: AllEntities
tactics:
  - CommandAndControl
relevantTechniques:
  - T1219
query: |
  DeviceProcessEvents
  | where TimeGenerated > ago(2d)
  | where {fact}
  | summarize FirstSeen=min(TimeGenerated), LastSeen=max(TimeGenerated), Report=make_set(ReportId), Count=count(),
      Files=make_set(FolderPath), Accounts=make_set(AccountName) by DeviceId, DeviceName
entityMappings:
  - entityType: Host
    fieldMappings:
      - identifier: FullName
        columnName: DeviceName
",
        id = uuid(&tool.name),
        name = quoted(&format!("Remote management tool - {} - process created", tool.name)),
        tool = tool.name,
        fact = tool.fact.kql(),
    )
}

/// The scenario in which each tool is installed on a device of its own and runs, once for each text of the table.
pub(super) fn tools_run(tools: &[Tool]) -> String {
    let mut text = head(
        "Every remote tool of the table, installed by a lure and run",
        "malicious, rmm",
        9001,
        "malicious",
        tools,
        "Each tool has a device. It runs once for each text that tells it, so that no text of a rule is idle.",
    );
    for tool in tools {
        let _ = writeln!(
            text,
            "  - id: {}\n    at: -3h\n    on: {}\n    use: rmm/install\n    with: {{tool: {}}}\n    then:",
            tool.id,
            tool.id,
            quoted(&file_stem(tool))
        );
        for (i, image) in runs(tool).iter().enumerate() {
            let _ = writeln!(
                text,
                "      - {{id: run-{}, use: rmm/run, within: 30s, with: {}}}",
                i + 1,
                facts(tool, image)
            );
        }
    }
    text.push_str("expect:\n");
    let seen = table::seen(tools);
    for tool in tools {
        let own = (1..=runs(tool).len()).map(|i| format!("{}/run-{i}", tool.id));
        let others = seen[tool.id.as_str()].iter().filter(|id| **id != tool.id).map(|id| (*id).to_owned());
        let steps = own.chain(others).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "  {}: {{detect: [{steps}]}}", tool.id);
    }
    text
}

/// The scenario in which programs that resemble the tools run.
pub(super) fn near_misses(tools: &[Tool]) -> String {
    let mut text = head(
        "Programs that resemble the remote tools, and talk of them",
        "benign, clause",
        9002,
        "benign",
        tools,
        "Each has all but one of the things that tell the tool; the first has its name in a command line. Nothing of this may be a row.",
    );
    for tool in tools {
        let file = runs(tool).first().map_or_else(String::new, |image| image[&Field::File].clone());
        let _ = writeln!(
            text,
            "  - {{id: {id}, at: -2h, on: {id}, run: taskkill.exe, command: {}, parent: explorer.exe, as: elevated}}",
            quoted(&format!("taskkill /f /im \"{file}\"")),
            id = tool.id,
        );
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for (miss, image) in tool.fact.misses() {
            let how = match miss {
                Miss::Longer(field) => format!("longer-{}", field.word()),
                Miss::Given(field) => format!("given-{}", field.word()),
                Miss::OtherFolder => "other-folder".to_owned(),
                Miss::OtherEnd => "other-end".to_owned(),
            };
            let times = named.entry(how.clone()).or_default();
            *times += 1;
            let how = if *times == 1 { how } else { format!("{how}-{times}") };
            let _ = writeln!(
                text,
                "  - {{id: {id}-{how}, at: -90m, on: {id}, use: rmm/run, with: {}}}",
                facts(tool, &complete(tool, image)),
                id = tool.id,
            );
        }
    }
    text.push_str("expect: {\"*\": silent}\n");
    text
}

fn head(title: &str, tags: &str, seed: u32, verdict: &str, tools: &[Tool], note: &str) -> String {
    let mut text = format!(
        "{MARK}title: {title}
note: {note}
tags: [{tags}]
seed: {seed}
clock: 2026-03-04T18:00:00Z
span: 12h
verdict: {verdict}
fleet: {{domain: contoso.com, workstations: {}}}
cast:
",
        tools.len()
    );
    for (i, tool) in tools.iter().enumerate() {
        let _ = writeln!(text, "  {}: {{workstation: {}}}", tool.id, i + 1);
    }
    text.push_str("story:\n");
    text
}

/// The processes of a tool, complete.
pub(super) fn runs(tool: &Tool) -> Vec<Image> {
    tool.fact.witnesses().into_iter().map(|image| complete(tool, with_company(tool, image))).collect()
}

/// The company as a signature spells it, where one does.
fn with_company(tool: &Tool, mut image: Image) -> Image {
    let spelled = |word: &str| tool.companies.iter().find(|company| has_word(company, word));
    if let Some(word) = image.get(&Field::Company).filter(|word| !word.is_empty()) {
        if let Some(company) = spelled(word).cloned() {
            image.insert(Field::Company, company);
        }
    } else if let Some(company) = tool.companies.first().filter(|_| !image.contains_key(&Field::Company)) {
        image.insert(Field::Company, company.clone());
    }
    image
}

/// Whether the text has the word, and not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    text.match_indices(&word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// With a file and a folder.
fn complete(tool: &Tool, mut image: Image) -> Image {
    image.entry(Field::File).or_insert_with(|| tool.image.clone().unwrap_or_else(|| format!("{}.exe", tool.id)));
    image.entry(Field::Folder).or_insert_with(|| format!("\\Program Files\\{}\\", file_stem(tool)));
    image
}

/// The tool's name without what no file name may have.
fn file_stem(tool: &Tool) -> String {
    tool.name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], " ")
}

/// The parameters of the behavior `rmm/run`.
fn facts(tool: &Tool, image: &Image) -> String {
    debug_assert!(image.contains_key(&Field::File), "{} is complete", tool.name);
    let path = format!("C:{}{}", image[&Field::Folder], image[&Field::File]);
    let mut text = format!("{{path: {}", quoted(&path));
    let fields = [
        (Field::Company, "company"),
        (Field::Product, "product"),
        (Field::Description, "description"),
        (Field::Original, "original"),
    ];
    for (field, key) in fields {
        if let Some(value) = image.get(&field).filter(|v| !v.is_empty()) {
            let _ = write!(text, ", {key}: {}", quoted(value));
        }
    }
    text.push('}');
    text
}

/// A single-quoted scalar of YAML.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A UUID of version 5: the same for the same name, for ever.
pub(super) fn uuid(name: &str) -> String {
    let hash = Sha1::new().chain_update(NAMESPACE).chain_update(name.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
