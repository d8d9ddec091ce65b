//! `DeviceProcessEvents`: one row for each process that was started.
//!
//! Columns and their order are Defender's documented ones of 2024-09 with the two unique ids behind them. Sentinel's
//! copy has `TimeGenerated` for `Timestamp`, columns of its own, and `AdditionalFields` as `dynamic`.

use muster_catalog::{Column, Table, Type};

use crate::backdrop::ImageFacts;
use crate::emit::Flavor;
use crate::emit::batch::Row;
use crate::strings::Sym;
use crate::world::{Process, Token};

/// Name of the table.
pub(crate) const NAME: &str = "DeviceProcessEvents";

/// Which flavors have a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    Both,
    Defender,
    Sentinel,
}

/// Where a column's cells come from.
#[derive(Clone, Copy)]
pub(crate) enum Cells {
    /// A text that stays: one of a few thousand.
    Text(fn(&Row<'_>) -> Sym),
    /// A text that may be found in this row alone.
    Command(fn(&Row<'_>) -> Sym),
    /// A number as text.
    Digits(fn(&Row<'_>) -> Option<u64>),
    /// A number, or ticks.
    Long(fn(&Row<'_>) -> Option<i64>),
    Bool(fn(&Row<'_>) -> Option<bool>),
    /// Size of the row, as Sentinel bills it.
    Size,
}

#[derive(Clone, Copy)]
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    within: In,
    pub(crate) cells: Cells,
}

const fn text(name: &'static str, cells: fn(&Row<'_>) -> Sym) -> Definition {
    Definition { name, ty: Type::String, within: In::Both, cells: Cells::Text(cells) }
}

const fn command(name: &'static str, cells: fn(&Row<'_>) -> Sym) -> Definition {
    Definition { name, ty: Type::String, within: In::Both, cells: Cells::Command(cells) }
}

const fn digits(name: &'static str, cells: fn(&Row<'_>) -> Option<u64>) -> Definition {
    Definition { name, ty: Type::String, within: In::Both, cells: Cells::Digits(cells) }
}

const fn long(name: &'static str, cells: fn(&Row<'_>) -> Option<i64>) -> Definition {
    Definition { name, ty: Type::Long, within: In::Both, cells: Cells::Long(cells) }
}

const fn time(name: &'static str, cells: fn(&Row<'_>) -> Option<i64>) -> Definition {
    Definition { name, ty: Type::Datetime, within: In::Both, cells: Cells::Long(cells) }
}

const fn flag(name: &'static str, cells: fn(&Row<'_>) -> Option<bool>) -> Definition {
    Definition { name, ty: Type::Bool, within: In::Both, cells: Cells::Bool(cells) }
}

const fn only(within: In, definition: Definition) -> Definition {
    Definition { within, ..definition }
}

fn of_parent(row: &Row<'_>, read: fn(&ImageFacts) -> Sym) -> Sym {
    row.parent.as_ref().map_or(Sym::NULL, |p| read(p.image))
}

fn parent_token(row: &Row<'_>, read: fn(&Token) -> Sym) -> Sym {
    row.parent.as_ref().map_or(Sym::NULL, |p| read(p.token))
}

fn parent_process(row: &Row<'_>, read: fn(&Process) -> i64) -> Option<i64> {
    row.parent.as_ref().map(|p| read(p.process))
}

/// All columns of both flavors, in the order of Defender's documentation.
pub(crate) const COLUMNS: &[Definition] = &[
    only(In::Sentinel, time("TimeGenerated", |r| Some(r.own.process.recorded))),
    only(In::Defender, time("Timestamp", |r| Some(r.own.process.recorded))),
    text("DeviceId", |r| r.device_id),
    text("DeviceName", |r| r.device_name),
    text("ActionType", |r| r.words.process_created),
    text("FileName", |r| r.own.image.name),
    text("FolderPath", |r| r.own.image.path),
    text("SHA1", |r| r.own.image.sha1),
    text("SHA256", |r| r.own.image.sha256),
    text("MD5", |r| r.own.image.md5),
    long("FileSize", |r| r.own.image.size),
    text("ProcessVersionInfoCompanyName", |r| r.own.image.company),
    text("ProcessVersionInfoProductName", |r| r.own.image.product),
    text("ProcessVersionInfoProductVersion", |r| r.own.image.version),
    text("ProcessVersionInfoInternalFileName", |r| r.own.image.internal),
    text("ProcessVersionInfoOriginalFileName", |r| r.own.image.original),
    text("ProcessVersionInfoFileDescription", |r| r.own.image.description),
    long("ProcessId", |r| Some(i64::from(r.own.process.pid))),
    command("ProcessCommandLine", |r| r.own.process.command),
    text("ProcessIntegrityLevel", |r| r.own.token.integrity),
    text("ProcessTokenElevation", |r| r.own.token.elevation),
    time("ProcessCreationTime", |r| Some(r.own.process.created)),
    text("AccountDomain", |r| r.own.token.domain),
    text("AccountName", |r| r.own.token.name),
    text("AccountSid", |r| r.own.token.sid),
    text("AccountUpn", |r| r.own.token.upn),
    text("AccountObjectId", |r| r.own.token.object),
    long("LogonId", |r| Some(r.own.token.logon)),
    text("InitiatingProcessAccountDomain", |r| parent_token(r, |t| t.domain)),
    text("InitiatingProcessAccountName", |r| parent_token(r, |t| t.name)),
    text("InitiatingProcessAccountSid", |r| parent_token(r, |t| t.sid)),
    text("InitiatingProcessAccountUpn", |r| parent_token(r, |t| t.upn)),
    text("InitiatingProcessAccountObjectId", |r| parent_token(r, |t| t.object)),
    long("InitiatingProcessLogonId", |r| r.parent.as_ref().map(|p| p.token.logon)),
    text("InitiatingProcessIntegrityLevel", |r| parent_token(r, |t| t.integrity)),
    text("InitiatingProcessTokenElevation", |r| parent_token(r, |t| t.elevation)),
    text("InitiatingProcessSHA1", |r| of_parent(r, |i| i.sha1)),
    text("InitiatingProcessSHA256", |r| of_parent(r, |i| i.sha256)),
    text("InitiatingProcessMD5", |r| of_parent(r, |i| i.md5)),
    text("InitiatingProcessFileName", |r| of_parent(r, |i| i.parent_name)),
    long("InitiatingProcessFileSize", |r| r.parent.as_ref().and_then(|p| p.image.size)),
    text("InitiatingProcessVersionInfoCompanyName", |r| of_parent(r, |i| i.company)),
    text("InitiatingProcessVersionInfoProductName", |r| of_parent(r, |i| i.product)),
    text("InitiatingProcessVersionInfoProductVersion", |r| of_parent(r, |i| i.version)),
    text("InitiatingProcessVersionInfoInternalFileName", |r| of_parent(r, |i| i.internal)),
    text("InitiatingProcessVersionInfoOriginalFileName", |r| of_parent(r, |i| i.original)),
    text("InitiatingProcessVersionInfoFileDescription", |r| of_parent(r, |i| i.description)),
    long("InitiatingProcessId", |r| parent_process(r, |p| i64::from(p.pid))),
    command("InitiatingProcessCommandLine", |r| r.parent.as_ref().map_or(Sym::NULL, |p| p.process.command)),
    time("InitiatingProcessCreationTime", |r| parent_process(r, |p| p.created)),
    text("InitiatingProcessFolderPath", |r| of_parent(r, |i| i.parent_path)),
    long("InitiatingProcessParentId", |r| r.grandparent.as_ref().map(|g| i64::from(g.process.pid))),
    text("InitiatingProcessParentFileName", |r| r.grandparent.as_ref().map_or(Sym::NULL, |g| g.image.name)),
    time("InitiatingProcessParentCreationTime", |r| r.grandparent.as_ref().map(|g| g.process.created)),
    text("InitiatingProcessSignerType", |r| of_parent(r, |i| i.signer)),
    text("InitiatingProcessSignatureStatus", |r| of_parent(r, |i| i.status)),
    long("ReportId", |r| Some(r.own.process.report)),
    text("AppGuardContainerId", |_| Sym::EMPTY),
    text("AdditionalFields", |_| Sym::NULL),
    long("InitiatingProcessSessionId", |r| r.parent.as_ref().map(|p| p.token.session)),
    flag("IsInitiatingProcessRemoteSession", |r| r.parent.as_ref().map(|_| false)),
    text("InitiatingProcessRemoteSessionDeviceName", |_| Sym::EMPTY),
    text("InitiatingProcessRemoteSessionIP", |_| Sym::EMPTY),
    long("CreatedProcessSessionId", |r| Some(r.own.token.session)),
    flag("IsProcessRemoteSession", |_| Some(false)),
    text("ProcessRemoteSessionDeviceName", |_| Sym::EMPTY),
    text("ProcessRemoteSessionIP", |_| Sym::EMPTY),
    digits("ProcessUniqueId", |r| Some(r.own.process.unique)),
    digits("InitiatingProcessUniqueId", |r| r.parent.as_ref().map(|p| p.process.unique)),
    only(In::Sentinel, text("TenantId", |r| r.words.tenant)),
    only(In::Sentinel, text("Type", |r| r.words.table)),
    only(In::Sentinel, text("SourceSystem", |_| Sym::EMPTY)),
    only(In::Sentinel, text("MachineGroup", |r| r.words.machine_group)),
    only(In::Sentinel, Definition { name: "_BilledSize", ty: Type::Real, within: In::Sentinel, cells: Cells::Size }),
    only(In::Sentinel, text("_IsBillable", |r| r.words.billable)),
];

/// The schema of a flavor.
pub(crate) fn table(flavor: Flavor) -> Table {
    let columns = indexes(flavor).map(|i| Column::new(COLUMNS[i].name, type_in(i, flavor))).collect();
    Table {
        name: NAME.to_owned(),
        description: "Processes that were started on devices".to_owned(),
        columns,
        open: false,
    }
}

/// The columns of a flavor, as indexes into [`COLUMNS`].
pub(crate) fn indexes(flavor: Flavor) -> impl Iterator<Item = usize> {
    COLUMNS.iter().enumerate().filter_map(move |(i, column)| {
        let there = match flavor {
            Flavor::Defender => column.within != In::Sentinel,
            Flavor::Sentinel => column.within != In::Defender,
        };
        there.then_some(i)
    })
}

fn type_in(index: usize, flavor: Flavor) -> Type {
    let column = &COLUMNS[index];
    if flavor == Flavor::Sentinel && column.name == "AdditionalFields" { Type::Dynamic } else { column.ty }
}

/// The column called `name`: its index, and the type of the values that `set:` gives it.
pub(crate) fn column(name: &str) -> Option<(usize, Type)> {
    let index = COLUMNS.iter().position(|c| c.name == name)?;
    let ty = if name == "AdditionalFields" { Type::Dynamic } else { COLUMNS[index].ty };
    Some((index, ty))
}

/// The names of all columns of both flavors.
pub(crate) fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|c| c.name)
}

/// Whether a column is the time of the event, by which rows are sorted.
pub(crate) fn is_event_time(index: usize) -> bool {
    matches!(COLUMNS[index].name, "Timestamp" | "TimeGenerated")
}
