//! `muster import atomic`: tests of Atomic Red Team as scenarios.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use muster_files::{Written, write_whole};
use muster_import::atomic::{self, Atomics, Executor, Story, Test, Verdict};
use muster_rules::load_source;
use muster_simulator::{Library, Options, simulate};
use muster_source::{Diagnostic, Source, has_errors, nearest};
use serde_json::json;

use crate::command::{Form, counted};
use crate::exit::Exit;
use crate::{terminal, workspace};

/// Deepest nesting of folders.
const MAX_DEPTH: usize = 8;

/// Tests of Atomic Red Team, as one scenario each; nothing is executed and nothing is fetched
#[derive(Debug, clap::Args)]
pub(crate) struct Atomic {
    /// Folder with the tests: `atomics`, or the one above it, or one technique's
    dir: PathBuf,
    /// Only this technique and those below it, such as `T1053` or `T1053.005`
    #[arg(long, value_name = "ID")]
    technique: Option<String>,
    /// Folder for the scenarios, in a workspace; without it, only what could be made is told
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Also names the tests that were made, with what was assumed and what is not in the tree
    #[arg(long)]
    verbose: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// A test and what became of it.
struct Entry {
    technique: String,
    number: usize,
    name: String,
    guid: Option<String>,
    prompt: bool,
    /// The scenario and its file, or why there is none.
    result: Result<(Story, PathBuf), String>,
}

pub(crate) fn run(args: &Atomic) -> Result<Exit, Exit> {
    let mut files = Vec::new();
    collect(&args.dir, 0, &mut files)?;
    files.sort();
    // Where nothing is written, the images are those of the workspace around.
    let place = args.out.clone().unwrap_or_default();
    let inside = std::path::absolute(place.join("scenario.yaml")).unwrap_or_else(|_| place.clone());
    let (library, diagnostics) = workspace::library(&inside);
    terminal::refuse(&diagnostics)?;
    let images: BTreeSet<String> = library.image_names().map(str::to_lowercase).collect();
    let needed = ["powershell.exe", "explorer.exe", "cmd.exe"];
    if let Some(missing) = needed.iter().find(|name| !images.contains(**name)) {
        let at = if args.out.is_some() { format!("`{}`", place.display()) } else { "the current folder".to_owned() };
        return Err(terminal::usage(
            format!("no image `{missing}` is known at {at}, and scenarios need it"),
            "name a folder inside of a workspace whose `scenarios/images` describe the tools of Windows",
        ));
    }
    let mut entries = Vec::new();
    let mut faults: Vec<Diagnostic> = Vec::new();
    let (mut techniques, mut others) = (BTreeSet::new(), 0);
    for file in &files {
        let (source, diagnostics) = load_source(file);
        faults.extend(diagnostics);
        let Some(source) = source else { continue };
        let (atomics, diagnostics) = atomic::read(&source);
        let Some(atomics) = atomics else {
            faults.extend(diagnostics);
            continue;
        };
        techniques.insert(atomics.technique.clone());
        if !args.technique.as_deref().is_none_or(|wanted| is_or_is_below(&atomics.technique, wanted)) {
            continue;
        }
        faults.extend(diagnostics);
        let origin = file.strip_prefix(&args.dir).unwrap_or(file).display().to_string();
        for test in &atomics.tests {
            match entry(&atomics, test, &images, &library, &origin, &place) {
                Some(entry) => entries.push(entry),
                None => others += 1,
            }
        }
    }
    terminal::complain(&faults);
    if entries.is_empty() {
        return Err(nothing(args, &techniques, others, !faults.is_empty()));
    }
    if let Some(out) = &args.out {
        write(out, &entries)?;
    }
    tell(args, &entries, others)?;
    Ok(if has_errors(&faults) { Exit::Input } else { Exit::Good })
}

fn is_or_is_below(technique: &str, wanted: &str) -> bool {
    let (technique, wanted) = (technique.to_ascii_uppercase(), wanted.to_ascii_uppercase());
    technique == wanted || technique.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('.'))
}

fn nothing(args: &Atomic, techniques: &BTreeSet<String>, others: usize, faults: bool) -> Exit {
    if techniques.is_empty() && faults {
        return Exit::Input;
    }
    terminal::error(format!("there is no test for Windows in `{}`", args.dir.display()));
    match &args.technique {
        Some(wanted) if others == 0 => match nearest(wanted, techniques.iter().map(String::as_str)) {
            Some(near) => terminal::hint(format!("a similar technique is `{near}`")),
            None => terminal::hint("leave out `--technique` to see all"),
        },
        _ => terminal::hint("name the folder `atomics`, with files such as `T1053.005/T1053.005.yaml`"),
    }
    Exit::Nothing
}

/// Files called like their folder, as the tests are: `T1059/T1059.yaml`.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Exit> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", folder.display());
        terminal::usage(message, "name the folder `atomics` of Atomic Red Team")
    })?;
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        // Links are not followed: they may lead in a circle.
        let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
        if is_folder && depth < MAX_DEPTH {
            collect(&path, depth + 1, files)?;
        } else if !is_folder && is_test_file(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_test_file(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    let yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
    yaml && stem.strip_prefix('T').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn entry(
    atomics: &Atomics,
    test: &Test,
    images: &BTreeSet<String>,
    library: &Library,
    origin: &str,
    place: &Path,
) -> Option<Entry> {
    let result = match atomic::scenario(atomics, test, images, origin) {
        Verdict::Elsewhere => return None,
        Verdict::Refused(why) => Err(why),
        Verdict::Made(story) => {
            let path = place.join(format!("{}.yaml", atomic::file_stem(atomics, test)));
            tried(&story, &path, library).map(|()| (story, path))
        }
    };
    Some(Entry {
        technique: atomics.technique.clone(),
        number: test.number,
        name: test.name.clone(),
        guid: test.guid.clone(),
        prompt: test.executor == Executor::CommandPrompt,
        result,
    })
}

/// Whether the scenario can be read and simulated.
fn tried(story: &Story, path: &Path, library: &Library) -> Result<(), String> {
    let source = Source::new(path.display().to_string(), story.text.as_str());
    let (scenario, mut diagnostics) = muster_simulator::read(&source, library);
    if let Some(scenario) = scenario {
        diagnostics.extend(simulate(&scenario, library, &Options::default()).diagnostics);
    }
    match diagnostics.iter().find(|d| d.is_error()) {
        Some(fault) => Err(format!("the language of scenarios cannot say it: {}", fault.message)),
        None => Ok(()),
    }
}

fn write(out: &Path, entries: &[Entry]) -> Result<(), Exit> {
    std::fs::create_dir_all(out).map_err(|error| {
        terminal::usage(format!("cannot create `{}`: {error}", out.display()), "name a folder that can be written to")
    })?;
    for (story, path) in entries.iter().filter_map(|e| e.result.as_ref().ok()) {
        write_whole(path, |file| file.write_all(story.text.as_bytes()).map(|()| Written { rows: 0 }))
            .map_err(|error| terminal::usage(error, "name a folder that can be written to"))?;
    }
    Ok(())
}

fn tell(args: &Atomic, entries: &[Entry], others: usize) -> Result<(), Exit> {
    if args.format == Form::Json {
        let tests: Vec<serde_json::Value> = entries.iter().map(|e| as_json(e, args.out.is_some())).collect();
        let report = json!({"tests": tests, "not_for_windows": others});
        return terminal::report(|out| writeln!(out, "{report:#}"));
    }
    let mut text = String::new();
    for entry in entries {
        let head = format!("{}/{} {}", entry.technique, entry.number, entry.name);
        // Writing to a string cannot fail.
        match &entry.result {
            Err(why) => {
                let _ = writeln!(text, "{head}\n  not made: {why}");
            }
            Ok((story, _)) if args.verbose => {
                let _ = writeln!(text, "{head}\n  {}", counted(story.processes, "process", "processes"));
                for (what, list) in [("assumed", &story.assumed), ("not in the tree", &story.gaps)] {
                    for item in list {
                        let _ = writeln!(text, "  {what}: {item}");
                    }
                }
            }
            Ok(_) => {}
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for (name, prompt) in [("command_prompt", true), ("powershell and others", false)] {
        let of: Vec<&Entry> = entries.iter().filter(|e| e.prompt == prompt).collect();
        if of.is_empty() {
            continue;
        }
        let made: Vec<&Story> = of.iter().filter_map(|e| Some(&e.result.as_ref().ok()?.0)).collect();
        let whole = made.iter().filter(|s| s.gaps.is_empty()).count();
        let share = |n: usize| 100.0 * n as f64 / of.len() as f64;
        let _ = writeln!(
            text,
            "{name}: {} of {} became process trees ({:.1} %), {whole} of them with nothing left out ({:.1} %)",
            made.len(),
            counted(of.len(), "test", "tests"),
            share(made.len()),
            share(whole)
        );
    }
    if others > 0 {
        let _ = writeln!(text, "{} for other systems", counted(others, "test", "tests"));
    }
    if let Some(out) = &args.out {
        let made = entries.iter().filter(|e| e.result.is_ok()).count();
        let _ = writeln!(text, "wrote {} to {}", counted(made, "scenario", "scenarios"), out.display());
    }
    terminal::print(&text)
}

fn as_json(entry: &Entry, written: bool) -> serde_json::Value {
    let mut all = json!({
        "technique": entry.technique, "test": entry.number, "name": entry.name, "id": entry.guid,
        "executor": if entry.prompt { "command_prompt" } else { "other" },
    });
    match &entry.result {
        Ok((story, path)) => {
            all["processes"] = story.processes.into();
            all["assumed"] = story.assumed.clone().into();
            all["gaps"] = story.gaps.clone().into();
            if written {
                all["file"] = path.display().to_string().into();
            }
        }
        Err(why) => all["reason"] = why.as_str().into(),
    }
    all
}
