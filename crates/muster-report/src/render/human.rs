//! For people: what did not simply pass and why, the cases that gave something, and one line of counts.

use std::collections::{BTreeMap, BTreeSet};

use anstyle::{AnsiColor, Style as Ansi};
use muster_source::Style;

use crate::difference::{Line, difference};
use crate::format::Detail;
use crate::place::{DiagnosticReport, Level};
use crate::record::{
    CaseReport, EvidenceCounts, GoldenDifference, Guard, LeftOut, RowCounts, RuleReport, RunRecord, Status,
};

/// Rules of a pack that passed in all cases and are listed one by one; of more there is one line.
const SHOWN_RULES: usize = 20;
/// Lines of a difference that are shown of one case.
const SHOWN_LINES: usize = 40;

pub(crate) fn render(record: &RunRecord, style: Style, detail: Detail) -> String {
    let mut out = Page { text: String::new(), colored: style == Style::Colored };
    let folded = match detail {
        Detail::Brief => folded(record),
        Detail::Full => Folded::new(),
    };
    cases(record, &folded, &mut out);
    let told = |case: &&CaseReport| match case.status {
        Status::Passed | Status::Failed | Status::Error => true,
        Status::KnownGap => detail == Detail::Full,
        Status::Skipped => false,
    };
    let told: Vec<&CaseReport> = record.cases.iter().filter(|c| !c.reasons.is_empty()).filter(told).collect();
    for alike in told.chunk_by(|a, b| not_run(a) && not_run(b) && a.rule == b.rule && a.reasons == b.reasons) {
        details(alike, &mut out);
    }
    let gaps = record.summary.known_gaps;
    if gaps > 0 && detail == Detail::Brief {
        let (noun, verb) = if gaps == 1 { ("known gap", "its reason") } else { ("known gaps", "their reasons") };
        out.line(&format!("{gaps} {noun}; `--verbose` lists {verb}"));
        out.line("");
    }
    rules(&record.rules, &folded, &mut out);
    if !record.findings.is_empty() {
        out.heading("findings");
        for finding in &record.findings {
            complaint(&finding.diagnostic, &mut out);
        }
        out.line("");
    }
    let line = summary(record);
    let color = if record.conclusion.exit_code() == 0 { AnsiColor::Green } else { AnsiColor::Red };
    out.painted(color, &line);
    out.line("");
    if let Some(line) = left_out(record.summary.left_out) {
        out.painted(AnsiColor::Red, &line);
        out.line("");
    }
    out.text
}

/// A text that may have colors.
struct Page {
    text: String,
    colored: bool,
}

impl Page {
    fn plain(&mut self, text: &str) {
        // Names come from files; none may speak to the terminal.
        self.text.extend(text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }));
    }

    fn line(&mut self, text: &str) {
        self.plain(text);
        self.text.push('\n');
    }

    fn painted(&mut self, color: AnsiColor, text: &str) {
        let ansi = Ansi::new().fg_color(Some(color.into()));
        if self.colored {
            self.text.push_str(&ansi.render().to_string());
        }
        self.plain(text);
        if self.colored {
            self.text.push_str(&ansi.render_reset().to_string());
        }
    }

    fn heading(&mut self, text: &str) {
        let ansi = Ansi::new().bold();
        if self.colored {
            self.text.push_str(&ansi.render().to_string());
        }
        self.plain(text);
        if self.colored {
            self.text.push_str(&ansi.render_reset().to_string());
        }
        self.text.push('\n');
    }
}

/// Pack and name of rules that are not listed one by one.
type Folded<'a> = BTreeSet<(&'a str, &'a str)>;

/// The rules that passed in all cases, of packs that have many of them.
fn folded(record: &RunRecord) -> Folded<'_> {
    let mut passed: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for case in &record.cases {
        let all = passed.entry((&case.pack, &case.rule)).or_insert(true);
        *all &= case.status == Status::Passed && case.reasons.is_empty();
    }
    let of_pack = |pack: &str| passed.iter().filter(|((p, _), all)| *p == pack && **all).count();
    let many = |(rule, all): (&(&'_ str, &'_ str), &bool)| *all && of_pack(rule.0) > SHOWN_RULES;
    passed.iter().filter(|entry| many(*entry)).map(|(rule, _)| *rule).collect()
}

/// The table of rules and scenarios: a rule is a heading, a scenario a line. Silences that passed are one line a rule,
/// and rules that are folded one line a pack.
fn cases(record: &RunRecord, folded: &Folded<'_>, out: &mut Page) {
    struct Entry<'a> {
        first: String,
        second: String,
        status: Status,
        rule: (&'a str, &'a str),
    }
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut silent: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut idle: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for case in &record.cases {
        if is_quiet(case) {
            *silent.entry((&case.pack, &case.rule)).or_default() += 1;
        } else if not_run(case) {
            *idle.entry((&case.pack, &case.rule)).or_default() += 1;
        }
    }
    let together = |case: &CaseReport| not_run(case) && idle.get(&(&*case.pack, &*case.rule)).is_some_and(|n| *n > 1);
    // Rules and cases of each pack that are one line.
    let mut packs: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    folded.iter().for_each(|(pack, _)| packs.entry(pack).or_default().0 += 1);
    for case in record.cases.iter().filter(|case| folded.contains(&(&*case.pack, &*case.rule))) {
        packs.entry(&case.pack).or_default().1 += 1;
    }
    let mut last: Option<(&str, &str)> = None;
    for case in &record.cases {
        let key = (case.pack.as_str(), case.rule.as_str());
        let begins = last != Some(key);
        last = Some(key);
        if folded.contains(&key) {
            if let Some((rules, cases)) = packs.remove(key.0) {
                let (first, second) = (counted(rules, "rule", "rules"), counted(cases, "case", "cases"));
                entries.push(Entry { first, second, status: Status::Passed, rule: (key.0, "") });
            }
            continue;
        }
        let groups = [
            ("silent", Status::Passed, silent.get(&key).copied()),
            ("not run", Status::Error, idle.get(&key).copied().filter(|count| *count > 1)),
        ];
        for (word, status, count) in groups {
            let Some(count) = count.filter(|_| begins) else { continue };
            let first = counted(count, "scenario", "scenarios");
            entries.push(Entry { first, second: word.to_owned(), status, rule: key });
        }
        if !is_quiet(case) && !together(case) {
            entries.push(Entry { first: case.scenario.clone(), second: outcome(case), status: case.status, rule: key });
        }
    }
    let width = |texts: &mut dyn Iterator<Item = &String>| texts.map(|t| t.chars().count()).max().unwrap_or(0);
    let first = width(&mut entries.iter().map(|e| &e.first));
    let mut rule = None;
    for entry in &entries {
        if rule != Some(entry.rule) {
            if rule.is_some() {
                out.line("");
            }
            rule = Some(entry.rule);
            match entry.rule {
                (pack, "") => out.heading(pack),
                (pack, rule) => out.heading(&format!("{pack} / {rule}")),
            }
        }
        let color = match entry.status {
            Status::Passed => AnsiColor::Green,
            Status::Failed | Status::Error => AnsiColor::Red,
            Status::KnownGap | Status::Skipped => AnsiColor::Yellow,
        };
        let word = entry.status.word();
        let word = if entry.status.is_bad() { word.to_uppercase() } else { word.to_owned() };
        out.plain("  ");
        out.painted(color, &format!("{word:9}"));
        out.line(&format!("  {:first$}  {}", entry.first, entry.second));
    }
    if !entries.is_empty() {
        out.line("");
    }
}

/// Whether a case passed by saying nothing.
fn is_quiet(case: &CaseReport) -> bool {
    case.status == Status::Passed && case.reasons.is_empty() && case.rows == RowCounts::default()
}

/// Whether a case could not be run, so that it has nothing of its own to show.
fn not_run(case: &CaseReport) -> bool {
    case.status == Status::Error && case.golden.is_none() && case.rows == RowCounts::default()
}

/// What a case gave, in a few words.
fn outcome(case: &CaseReport) -> String {
    let mut parts = Vec::new();
    for (count, word) in
        [(case.rows.detected, "detected"), (case.rows.narrowed, "narrowed"), (case.rows.suppressed, "suppressed")]
    {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    if parts.is_empty() {
        return match case.status {
            Status::Skipped | Status::Error => "not run".to_owned(),
            Status::Passed | Status::Failed | Status::KnownGap => "silent".to_owned(),
        };
    }
    let mut by: Vec<&str> = case.losses.iter().flat_map(|l| l.by.iter().map(String::as_str)).collect();
    by.sort_unstable();
    by.dedup();
    let mut text = parts.join(", ");
    if !by.is_empty() {
        text = format!("{text} by {}", by.join(", "));
    }
    let EvidenceCounts { malicious, benign, noise } = case.evidence;
    let counts = [(malicious, "malicious"), (benign, "benign"), (noise, "noise")];
    let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !counts.is_empty() {
        let word = if malicious + benign + noise == 1 { "event" } else { "events" };
        text = format!("{text} ({} {word})", counts.join(", "));
    }
    text
}

/// Why a case did not simply pass; cases that are alike in that are told together.
fn details(alike: &[&CaseReport], out: &mut Page) {
    let Some(case) = alike.first() else { return };
    let scenario = match alike.len() {
        1 => case.scenario.clone(),
        count => format!("{count} scenarios"),
    };
    out.heading(&format!("{} / {} / {scenario}: {}", case.pack, case.rule, case.status.word()));
    for reason in &case.reasons {
        out.line(&format!("  {} {}: {}", reason.code, reason.guard.word(), reason.message));
        if let Some(place) = &reason.place {
            out.line(&format!("    --> {place}"));
        }
        for remark in reason.remarks() {
            out.line(&format!("    {remark}"));
        }
        if let Some(help) = &reason.help {
            out.line(&format!("    help: {help}"));
        }
        if reason.guard == Guard::Golden
            && let Some(golden) = &case.golden
        {
            changes(golden, out);
        }
    }
    out.line("");
}

/// The difference to a golden file.
fn changes(golden: &GoldenDifference, out: &mut Page) {
    let lines = difference(&golden.expected, &golden.actual);
    for line in lines.iter().take(SHOWN_LINES) {
        match line {
            Line::Same(1) => out.line("      1 row as before"),
            Line::Same(count) => out.line(&format!("      {count} rows as before")),
            Line::Removed(text) => out.painted(AnsiColor::Red, &format!("    - {text}\n")),
            Line::Added(text) => out.painted(AnsiColor::Green, &format!("    + {text}\n")),
        }
    }
    if lines.len() > SHOWN_LINES {
        out.line(&format!("      … {} more lines", lines.len() - SHOWN_LINES));
    }
    if let Some(pending) = &golden.pending {
        out.line(&format!("    pending: {pending}"));
    }
}

/// Precision and recall of the rules that have any; folded rules without a fault are one line a pack.
fn rules(rules: &[RuleReport], folded: &Folded<'_>, out: &mut Page) {
    let percent = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), |r| format!("{:.1}%", r * 100.0));
    let has_any = |r: &&RuleReport| r.precision().or(r.recall()).is_some();
    let full = |ratio: Option<f64>| ratio.is_some_and(|r| r >= 1.0);
    let without_fault = |r: &&RuleReport| {
        folded.contains(&(&*r.pack, &*r.rule)) && full(r.precision()) && full(r.recall()) && r.missed_steps == 0
    };
    let mut packs: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in rules.iter().filter(has_any).filter(without_fault) {
        *packs.entry(&rule.pack).or_default() += 1;
    }
    let single = rules.iter().filter(has_any).filter(|r| !without_fault(r)).map(|r| {
        let missed = if r.missed_steps == 0 { String::new() } else { format!("{} missed", r.missed_steps) };
        [format!("{}/{}", r.pack, r.rule), percent(r.precision()), percent(r.recall()), missed]
    });
    let together = packs.iter().map(|(pack, count)| {
        let label = format!("{pack}: {}", counted(*count, "rule", "rules"));
        [label, percent(Some(1.0)), percent(Some(1.0)), String::new()]
    });
    let rows: Vec<[String; 4]> = single.chain(together).collect();
    if rows.is_empty() {
        return;
    }
    let width = rows.iter().map(|r| r[0].chars().count()).max().unwrap_or(0).max(4);
    out.heading(&format!("  {:width$}  {:>9}  {:>6}", "rule", "precision", "recall"));
    for [rule, precision, recall, missed] in rows {
        out.line(format!("  {rule:width$}  {precision:>9}  {recall:>6}  {missed}").trim_end());
    }
    out.line("");
}

fn complaint(diagnostic: &DiagnosticReport, out: &mut Page) {
    let color = match diagnostic.level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Info => AnsiColor::Cyan,
    };
    out.plain("  ");
    out.painted(color, &format!("{}[{}]", diagnostic.level.word(), diagnostic.code));
    out.line(&format!(": {}", diagnostic.message));
    if let Some(place) = diagnostic.place() {
        out.line(&format!("    --> {place}"));
    }
    for note in &diagnostic.notes {
        out.line(&format!("    note: {note}"));
    }
    for help in &diagnostic.help {
        out.line(&format!("    help: {help}"));
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What could not be loaded, in one line: counts of cases say nothing about cases that are not there.
fn left_out(left_out: LeftOut) -> Option<String> {
    let parts: Vec<String> = [
        (left_out.rules, "rule", "rules"),
        (left_out.scenarios, "scenario", "scenarios"),
        (left_out.files, "other file", "other files"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    (!parts.is_empty()).then(|| format!("left out for errors in files: {}", parts.join(", ")))
}

/// The counts in one line.
fn summary(record: &RunRecord) -> String {
    let s = &record.summary;
    let mut parts = vec![format!("{} passed", s.passed), format!("{} failed", s.failed)];
    for (count, one, many) in [
        (s.errors, "error", "errors"),
        (s.known_gaps, "known gap", "known gaps"),
        (s.skipped, "skipped", "skipped"),
        (s.not_run, "not run", "not run"),
        (s.findings, "finding", "findings"),
        (s.pending, "pending golden", "pending goldens"),
    ] {
        if count > 0 {
            parts.push(counted(count, one, many));
        }
    }
    parts.join(", ")
}
