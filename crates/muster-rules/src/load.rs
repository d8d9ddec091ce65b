//! Packs and workspaces from folders: the one place of this crate that reads files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use muster_source::{Diagnostic, Severity, Source, Span, has_errors};
use walkdir::WalkDir;

use crate::codes::{
    BYTE_ORDER_MARK, DUPLICATE_RULE, EMPTY_FILE, NO_PACK, NO_RULES, NO_WORKSPACE, NOT_A_RULE, NOT_UTF8, UNREADABLE,
};
use crate::pack::{self, Pack};
use crate::rule::{Rule, kebab_case};
use crate::workspace::{self, Workspace};
use crate::{file, suppression};

/// Longest file of a pack, in bytes, apart from data.
const MAX_BYTES: u64 = 8 << 20;

/// Reads the text of the file at `path`, without a byte order mark.
///
/// Returns `None` with a diagnostic if it cannot be read, is too large, is not UTF-8 or is empty.
#[must_use]
pub fn load_source(path: &Path) -> (Option<Source>, Vec<Diagnostic>) {
    let name = path.display().to_string();
    let unreadable = |why: String, help: &str| {
        let message = format!("`{name}` cannot be read: {why}");
        (None, vec![Diagnostic::bare(UNREADABLE, Severity::Error, message).help(help)])
    };
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return unreadable("it is a folder".to_owned(), "name a file"),
        Ok(metadata) if metadata.len() > MAX_BYTES => {
            let why = format!("it has {} bytes, and {MAX_BYTES} are the limit", metadata.len());
            return unreadable(why, "split the file, or check that it is the one that was meant");
        }
        Ok(_) => {}
        Err(error) => return unreadable(error.to_string().to_lowercase(), "check the path and the file's permissions"),
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(error.to_string().to_lowercase(), "check the path and the file's permissions"),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            // What cannot be read is shown as replacement characters; what stands before them keeps its place.
            let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
            let message = format!("the file is not UTF-8: byte 0x{byte:02X}");
            let diagnostic = Diagnostic::error(NOT_UTF8, message, &source, Span::new(at, at + '\u{FFFD}'.len_utf8()));
            return (None, vec![diagnostic.help("save the file as UTF-8")]);
        }
    };
    let (text, marked) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest.to_owned(), true),
        None => (text, false),
    };
    let source = Source::new(name, text);
    let start = Span::new(0, 0);
    if source.text().trim().is_empty() {
        let diagnostic = Diagnostic::error(EMPTY_FILE, "the file is empty", &source, start);
        return (None, vec![diagnostic.help("fill the file, or remove it")]);
    }
    let mut diagnostics = Vec::new();
    if marked {
        let message = "the file begins with a byte order mark";
        diagnostics.push(
            Diagnostic::warning(BYTE_ORDER_MARK, message, &source, start).help("save the file as UTF-8 without a mark"),
        );
    }
    (Some(source), diagnostics)
}

/// Reads the rule at `path`.
#[must_use]
pub fn load_rule(path: &Path) -> (Option<Rule>, Vec<Diagnostic>) {
    let (source, mut diagnostics) = load_source(path);
    let rule = source.and_then(|source| {
        let (rule, more) = file::read(&source, path);
        diagnostics.extend(more);
        rule
    });
    (rule, diagnostics)
}

/// Reads the pack in the folder `path`.
///
/// What has an error is reported and left out. The pack is there if its `pack.yaml` could be read, so that a caller can
/// go on with the rest; whether the result may be used is for [`muster_source::has_errors`] to say.
#[must_use]
pub fn load_pack(path: &Path) -> (Option<Pack>, Vec<Diagnostic>) {
    let head_path = path.join("pack.yaml");
    if !head_path.is_file() {
        let message = format!("`{}` is not a pack: it has no `pack.yaml`", path.display());
        let help = "write a `pack.yaml` with a `title`, or name the folder of a pack";
        return (None, vec![Diagnostic::bare(NO_PACK, Severity::Error, message).help(help)]);
    }
    let (source, mut diagnostics) = load_source(&head_path);
    let Some(source) = source else { return (None, diagnostics) };
    let Some(head) = pack::read(&source, &mut diagnostics) else { return (None, diagnostics) };
    // `.` has a name only as an absolute path.
    let folder = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let id = kebab_case(&folder.file_name().unwrap_or_default().to_string_lossy());
    let mut faults = Vec::new();
    let rules = rules(&path.join("rules"), &mut faults);
    // Without a rule that cannot be loaded, nothing can be said about names of rules.
    let all_rules = !has_errors(&faults);
    diagnostics.extend(faults);
    if rules.is_empty() && all_rules {
        let message = format!("the pack `{id}` has no rule");
        let diagnostic = Diagnostic::error(NO_RULES, message, &source, Span::new(0, 0));
        diagnostics.push(diagnostic.help("put rule files (`.yaml`, `.yml`, `.json`, `.kql`) into its folder `rules`"));
    }
    let mut suppressions = Vec::new();
    let suppressions_path = path.join("suppressions.yaml");
    if suppressions_path.exists() {
        let (source, more) = load_source(&suppressions_path);
        diagnostics.extend(more);
        if let Some(source) = source {
            let (read, more) = suppression::read(&source);
            diagnostics.extend(more);
            if all_rules {
                diagnostics.extend(suppression::check_rules(&read, &rules));
            }
            suppressions = read;
        }
    }
    let functions = sources(&path.join("functions"), &mut diagnostics);
    let schemas = sources(&path.join("schemas"), &mut diagnostics).into_iter().map(|(_, s)| s).collect();
    let pack = Pack {
        title: head.title.unwrap_or_else(|| id.clone()),
        id,
        description: head.description,
        root: path.to_owned(),
        rules,
        suppressions,
        fields: head.fields,
        functions,
        schemas,
        watchlists: data(&path.join("watchlists"), &["csv"], &mut diagnostics),
        external: data(&path.join("external"), &["csv", "tsv", "psv", "txt", "json", "ndjson"], &mut diagnostics),
        profiles: data(&path.join("profiles"), &["csv"], &mut diagnostics),
        scenarios: head.scenarios,
        source,
    };
    (Some(pack), diagnostics)
}

/// Finds `muster.yaml` in `start` or the nearest folder above it, and reads it.
#[must_use]
pub fn load_workspace(start: &Path) -> (Option<Workspace>, Vec<Diagnostic>) {
    let absolute = start.canonicalize().unwrap_or_else(|_| start.to_owned());
    let Some(root) = absolute.ancestors().find(|folder| folder.join(workspace::FILE).is_file()) else {
        let message = format!("there is no `{}` in `{}` or a folder above it", workspace::FILE, start.display());
        let help = "run `muster new` to begin a workspace, or name a pack";
        return (None, vec![Diagnostic::bare(NO_WORKSPACE, Severity::Error, message).help(help)]);
    };
    // Paths are printed as they were given where that is possible.
    let root = if root == absolute { start.to_owned() } else { root.to_owned() };
    let path = root.join(workspace::FILE);
    // An empty file is a workspace that has all defaults.
    if fs::metadata(&path).is_ok_and(|m| m.len() == 0) {
        return (Some(Workspace::at(&root)), Vec::new());
    }
    let (source, mut diagnostics) = load_source(&path);
    let workspace = source.map(|source| {
        let (workspace, more) = workspace::read(&source, &root);
        diagnostics.extend(more);
        workspace
    });
    (workspace, diagnostics)
}

/// The rules below `folder`, by id, each id once.
fn rules(folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let mut rules: BTreeMap<String, Rule> = BTreeMap::new();
    for path in files(folder, usize::MAX, diagnostics) {
        let Some(extension) = extension(&path).filter(|e| file::EXTENSIONS.contains(&e.as_str())) else {
            if extension(&path).as_deref() != Some("md") {
                let message = format!("`{}` is not a rule file and is not loaded", path.display());
                let help = "rules are `.yaml`, `.yml`, `.json` and `.kql` files";
                diagnostics.push(Diagnostic::bare(NOT_A_RULE, Severity::Warning, message).help(help));
            }
            continue;
        };
        let (rule, more) = load_rule(&path);
        diagnostics.extend(more);
        let Some(rule) = rule else { continue };
        if let Some(first) = rules.get(&rule.id) {
            let message = format!("two rules are called `{}`", rule.id);
            diagnostics.push(
                Diagnostic::error(DUPLICATE_RULE, message, &rule.source, rule.span)
                    .label(format!("again in `{}`", rule.path.display()))
                    .at(&first.source, first.span, format!("first in `{}`", first.path.display()))
                    .help(format!(
                        "rename one of the files; a rule is called by the stem of its file, without `.{extension}`"
                    )),
            );
            continue;
        }
        rules.insert(rule.id.clone(), rule);
    }
    rules.into_values().collect()
}

/// The `.kql` files in `folder`, each with its stem.
fn sources(folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Source)> {
    let mut found = Vec::new();
    for (name, path) in data(folder, &["kql"], diagnostics) {
        let (source, more) = load_source(&path);
        diagnostics.extend(more);
        found.extend(source.map(|source| (name, source)));
    }
    found
}

/// The files in `folder` that have one of the extensions, each with its stem.
fn data(folder: &Path, extensions: &[&str], diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for path in files(folder, 1, diagnostics) {
        if extension(&path).is_some_and(|e| extensions.contains(&e.as_str())) {
            found.push((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path));
        }
    }
    found
}

/// The files below `folder` in the order of their names; hidden ones are skipped, links are not followed out of the pack.
fn files(folder: &Path, depth: usize, diagnostics: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if !folder.exists() {
        return found;
    }
    let visible = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(folder).max_depth(depth).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => found.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => {
                let message = format!("the folder `{}` cannot be read: {error}", folder.display());
                let diagnostic = Diagnostic::bare(UNREADABLE, Severity::Error, message);
                diagnostics.push(diagnostic.help("check the permissions of the folder"));
            }
        }
    }
    found
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase())
}
