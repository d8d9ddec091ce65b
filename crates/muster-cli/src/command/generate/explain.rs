//! `muster generate --explain`: the story as a tree over time.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use muster_catalog::Datetime;
use muster_simulator::{Event, Library, Options, Scenario, Verdict, story};

use crate::command::counted;
use crate::exit::Exit;
use crate::terminal;

/// Trees that are shown of one step; a roll-out looks the same on a thousand hosts.
const SHOWN: usize = 3;
/// Levels that are indented; what is deeper stands below them.
const LEVELS: usize = 24;
/// Characters of a command line that are shown.
const LINE: usize = 300;
const DIM: Style = Style::new().dimmed();

pub(super) fn run(scenario: &Scenario, library: &Library, options: &Options, noise: bool) -> Result<Exit, Exit> {
    let told = story(scenario, library, options, noise);
    let (events, diagnostics) = told.map_err(|diagnostics| {
        terminal::complain(&diagnostics);
        Exit::Input
    })?;
    terminal::complain(&diagnostics);
    if events.is_empty() {
        terminal::error("the scenario has no story");
        terminal::hint("add a step to `story:`; --stats tells of its noise");
        return Err(Exit::Nothing);
    }
    terminal::print(&page(scenario, &events))?;
    Ok(Exit::Good)
}

fn page(scenario: &Scenario, events: &[Event]) -> String {
    let mut text = format!("{}\n", printable(&scenario.title));
    let start = Datetime(scenario.clock.0 - scenario.span.0);
    let _ = writeln!(text, "{} to {}\n", moment(start), moment(scenario.clock));
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); events.len()];
    for (index, event) in events.iter().enumerate() {
        if let Some(parent) = event.below {
            below[parent].push(index);
        }
    }
    let mut tree = Tree { events, below, left: BTreeMap::new() };
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut day = String::new();
    for (index, event) in events.iter().enumerate().filter(|(_, event)| event.below.is_none()) {
        if !tree.is_shown(event, &mut shown) {
            continue;
        }
        let date = moment(event.time)[..10].to_owned();
        if date != day {
            let _ = writeln!(text, "{date}");
            day = date;
        }
        let parent = if event.parent.is_empty() { "nothing" } else { &event.parent };
        let _ = writeln!(text, "{}  {DIM}{}  under {parent}{DIM:#}", time(event.time), event.host);
        tree.draw(index, &mut text);
    }
    text.push('\n');
    for (step, (more, last)) in tree.left {
        let more = counted(more, "more start", "more starts");
        let _ = writeln!(text, "{step}: {more} like these, until {}", moment(last));
    }
    let on: std::collections::BTreeSet<&str> = events.iter().map(|e| e.host.as_str()).collect();
    let of = |verdict| events.iter().filter(|e| e.verdict == verdict).count();
    let (malicious, benign, noise) = (of(Verdict::Malicious), of(Verdict::Benign), of(Verdict::Noise));
    let (all, hosts) = (counted(events.len(), "event", "events"), counted(on.len(), "host", "hosts"));
    let _ = write!(text, "{all} on {hosts}: {malicious} malicious, {benign} benign");
    if noise > 0 {
        let _ = write!(text, ", {noise} noise");
    }
    text.push('\n');
    text
}

struct Tree<'e> {
    events: &'e [Event],
    below: Vec<Vec<usize>>,
    /// How many starts of a step are not shown, and when the last of them is.
    left: BTreeMap<&'e str, (usize, Datetime)>,
}

impl<'e> Tree<'e> {
    /// Whether an event is among the first of its step at its place; if not, it is counted.
    fn is_shown(&mut self, event: &'e Event, shown: &mut BTreeMap<&'e str, usize>) -> bool {
        let Some(step) = event.step.as_deref() else { return true };
        let count = shown.entry(step).or_default();
        *count += 1;
        if *count > SHOWN {
            let (more, last) = self.left.entry(step).or_insert((0, event.time));
            (*more, *last) = (*more + 1, event.time.max(*last));
        }
        *count <= SHOWN
    }

    /// Draws a process and, indented, those that it starts.
    fn draw(&mut self, root: usize, text: &mut String) {
        let mut stack = vec![(root, String::new(), 0, true)];
        while let Some((index, indent, level, last)) = stack.pop() {
            let event = &self.events[index];
            let mut shown = BTreeMap::new();
            let below = std::mem::take(&mut self.below[index]);
            let children: Vec<usize> =
                below.into_iter().filter(|child| self.is_shown(&self.events[*child], &mut shown)).collect();
            let (branch, deeper) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let step = event.step.as_deref().unwrap_or(&event.image);
            let color = match event.verdict {
                Verdict::Malicious => AnsiColor::Red.on_default(),
                Verdict::Benign => AnsiColor::Green.on_default(),
                Verdict::Noise => DIM,
            };
            let verdict = event.verdict.word();
            let technique = event.technique.as_deref().map(|t| format!("  {t}")).unwrap_or_default();
            let _ = writeln!(
                text,
                "{}  {indent}{branch}{step}  {color}{verdict}{color:#}{technique}  {DIM}{}{DIM:#}",
                time(event.time),
                printable(&event.account),
            );
            let bar = if children.is_empty() { "   " } else { "│  " };
            let _ = writeln!(text, "{:12}  {indent}{deeper}{bar}{}", "", shortened(&event.command));
            let indent = if level < LEVELS { format!("{indent}{deeper}") } else { indent };
            let last = children.last().copied();
            stack.extend(children.into_iter().rev().map(|i| (i, indent.clone(), level + 1, Some(i) == last)));
        }
    }
}

/// `2026-03-04 15:00:12.345`.
fn moment(at: Datetime) -> String {
    at.to_string().replace('T', " ").chars().take(23).collect()
}

fn time(at: Datetime) -> String {
    moment(at).chars().skip(11).collect()
}

fn shortened(command: &str) -> String {
    let mut text: String = printable(command).chars().take(LINE).collect();
    if text.len() < printable(command).len() {
        text.push('…');
    }
    text
}

/// Texts come from files; none may speak to the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
