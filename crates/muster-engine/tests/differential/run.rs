//! Makes queries, asks both, and shows the smallest query about which they disagree.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::compare::difference;
use crate::engine::{Engine, Outcome, table_set};
use crate::generate::choices::{Choices, shrink};
use crate::generate::query::{Case, case};

/// What became of a query.
enum Verdict {
    Agreed,
    /// The engine refuses by design.
    Skipped(String),
    /// What differs, and a word for the kind of difference.
    Differs(String),
}

pub(crate) fn make(choices: &mut Choices) -> Case {
    // Some are small, some are large; the size is a choice too, so that it shrinks.
    let size = choices.pick(7);
    let depth = choices.pick(5);
    case(choices, size, depth)
}

/// Whether the tables are read as files are: half of those that are given as rows.
fn reads_files(case: &Case) -> bool {
    case.stored && case.tables.iter().map(|(_, table)| table.rows.len()).sum::<usize>() % 2 == 1
}

fn answer(engine: &Engine, case: &Case) -> Outcome {
    if reads_files(case) {
        engine.run_stored(&case.query, &table_set(&case.tables))
    } else if case.stored {
        engine.run_on(&case.query, &table_set(&case.tables), false)
    } else {
        engine.run(&case.whole())
    }
}

fn judge(engine: &Engine, case: &Case) -> Verdict {
    match answer(engine, case) {
        Outcome::Rows { columns, rows, .. } => match difference(&case.expected, &columns, &rows) {
            None => Verdict::Agreed,
            Some(what) => Verdict::Differs(what),
        },
        Outcome::Refused(why) if why.starts_with("MU0201") => Verdict::Skipped(why),
        Outcome::Refused(why) => Verdict::Differs(format!("refused: {why}")),
        Outcome::Failed(why) => Verdict::Differs(format!("failed: {why}")),
        Outcome::Fault(why) => Verdict::Differs(format!("fault: {why}")),
    }
}

fn show(engine: &Engine, case: &Case) -> String {
    let how = match (reads_files(case), case.stored) {
        (true, _) => "// tables are read as files are\n",
        (false, true) => "// tables are given as rows\n",
        (false, false) => "",
    };
    let mut text = format!("{how}{}\n", case.whole());
    let _ =
        writeln!(text, "expected: {:?}{}", case.expected.columns, if case.expected.ordered { " in order" } else { "" });
    for row in &case.expected.rows {
        let _ = writeln!(text, "  {row:?}");
    }
    match answer(engine, case) {
        Outcome::Rows { columns, rows, .. } => {
            let _ = writeln!(text, "given: {columns:?}");
            for row in &rows {
                let _ = writeln!(text, "  {row:?}");
            }
        }
        other => {
            let _ = writeln!(text, "given: {other:?}");
        }
    }
    text
}

pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

pub(crate) fn run() {
    let seed = number("MUSTER_DIFFERENTIAL_SEED").unwrap_or(0);
    let seconds = number("MUSTER_DIFFERENTIAL_SECONDS").map(Duration::from_secs);
    let queries = number("MUSTER_DIFFERENTIAL_QUERIES").unwrap_or(if seconds.is_some() { u64::MAX } else { 4000 });
    let most = number("MUSTER_DIFFERENTIAL_DISAGREEMENTS").unwrap_or(1) as usize;
    let begin = Instant::now();
    let engine = Engine::new();
    let (mut made, mut agreed, mut rows, mut operators) = (0_u64, 0_u64, 0_u64, BTreeMap::<&str, u64>::new());
    let mut skipped: BTreeMap<String, u64> = BTreeMap::new();
    let mut left_out: BTreeMap<String, u64> = BTreeMap::new();
    let mut different: BTreeMap<String, String> = BTreeMap::new();
    while made < queries && seconds.is_none_or(|most| begin.elapsed() < most) && different.len() < most {
        let mut choices = Choices::random(seed.wrapping_mul(0x1_0000_0000).wrapping_add(made));
        made += 1;
        let case = make(&mut choices);
        for why in &case.left_out {
            *left_out.entry(why.clone()).or_default() += 1;
        }
        match judge(&engine, &case) {
            Verdict::Agreed => {
                agreed += 1;
                rows += u64::from(!case.expected.rows.is_empty());
                for operator in case.operators {
                    *operators.entry(operator).or_default() += 1;
                }
            }
            Verdict::Skipped(why) => *skipped.entry(why).or_default() += 1,
            Verdict::Differs(_) => {
                let fails = |made: Vec<u32>| {
                    let mut choices = Choices::replayed(made);
                    let case = make(&mut choices);
                    matches!(judge(&engine, &case), Verdict::Differs(_)).then(|| choices.used())
                };
                let smallest = shrink(choices.used(), 6000, fails);
                let case = make(&mut Choices::replayed(smallest));
                let Verdict::Differs(what) = judge(&engine, &case) else { panic!("a smaller query agrees") };
                let shown = show(&engine, &case);
                different
                    .entry(case.query.clone())
                    .or_insert(format!("query {} of seed {seed}: {what}\n{shown}", made - 1));
            }
        }
    }
    let mut report = format!(
        "{made} queries in {:.1} s, {agreed} agreed, {rows} of them with rows, {} refused by the engine\n",
        begin.elapsed().as_secs_f64(),
        skipped.values().sum::<u64>()
    );
    let mut list = |title: &str, counts: Vec<(&str, u64)>| {
        let mut counts = counts;
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let _ = writeln!(report, "{title}");
        for (name, count) in counts.into_iter().take(25) {
            let _ = writeln!(report, "  {count:7} {name}");
        }
    };
    list("operators", operators.iter().map(|(name, count)| (*name, *count)).collect());
    list("refused by the engine", skipped.iter().map(|(name, count)| (name.as_str(), *count)).collect());
    list("not known to the reference", left_out.iter().map(|(name, count)| (name.as_str(), *count)).collect());
    if let Some(path) = std::env::var_os("MUSTER_DIFFERENTIAL_REPORT") {
        std::fs::write(path, &report).expect("the report can be written");
    }
    let shown: Vec<&String> = different.values().collect();
    assert!(shown.is_empty(), "{}", shown.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("\n----\n"));
    // A test that skips is a test that is empty.
    assert!(skipped.values().sum::<u64>() * 50 <= made, "the engine refuses too much\n{report}");
    assert!(rows * 2 >= made, "too few queries have rows\n{report}");
    assert!(operators.values().sum::<u64>() >= made, "too few operators\n{report}");
}
