//! Outcome × ground truth: precision, recall, and how late a step is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use muster_catalog::Datetime;
use muster_report::{Delay, Score};
use muster_simulator::{Intent, StepInfo, Verdict};

use crate::outcome::{Fate, OutcomeRow};
use crate::truth::{Truths, within};

/// Scores the rows of a case. A row counts as true if any of its events is malicious, as false if it has events and
/// none is; a row without events counts as neither.
#[must_use]
pub fn score(rows: &[OutcomeRow], truths: &Truths, intent: Option<&Intent>, steps: &[StepInfo]) -> Score {
    let mut score = Score::default();
    let mut seen: BTreeMap<Arc<str>, Option<Datetime>> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.fate != Fate::Suppressed) {
        let mut malicious = false;
        let mut any = false;
        for event in &row.kept {
            let Some(truth) = truths.get(*event) else { continue };
            any = true;
            let Some(step) = truth.step.as_ref().filter(|_| truth.verdict == Verdict::Malicious) else { continue };
            malicious = true;
            let time = truths.time(*event);
            seen.entry(Arc::clone(step)).and_modify(|first| *first = earlier(*first, time)).or_insert(time);
        }
        score.true_positives += usize::from(malicious);
        score.false_positives += usize::from(any && !malicious);
    }
    score.delays = seen
        .iter()
        .filter_map(|(step, time)| Some((step, (*time)?.0 - truths.first(step)?.0)))
        .map(|(step, ticks)| Delay { step: step.to_string(), ticks })
        .collect();
    let expected = expected(intent, steps);
    score.missed_steps =
        expected.iter().filter(|id| !seen.keys().any(|step| within(step, id))).map(|id| (*id).to_owned()).collect();
    score.expected_steps = expected.into_iter().map(str::to_owned).collect();
    score
}

fn earlier(a: Option<Datetime>, b: Option<Datetime>) -> Option<Datetime> {
    a.zip(b).map(|(a, b)| a.min(b)).or(a).or(b)
}

/// The malicious steps that the rule is meant to see, whether it does or is known not to.
fn expected<'i>(intent: Option<&'i Intent>, steps: &[StepInfo]) -> BTreeSet<&'i str> {
    let Some(Intent::Outcome(outcome)) = intent else { return BTreeSet::new() };
    let gap = outcome.known_gap.iter().flat_map(|g| g.missed.iter().chain(g.suppressed.iter().map(|s| &s.step)));
    outcome
        .detect
        .iter()
        .chain(gap)
        .map(|step| step.value.as_str())
        .filter(|id| steps.iter().any(|s| s.verdict == Verdict::Malicious && within(&s.path, id)))
        .collect()
}

#[cfg(test)]
mod tests {
    use muster_engine::EventId;
    use muster_simulator::{Outcome, Placed, Truth};
    use muster_source::Span;

    use super::*;
    use crate::truth::TableTruth;

    #[test]
    fn rows_and_steps_are_scored() {
        let truth = |step: Option<&str>, verdict| Truth { step: step.map(Into::into), verdict, technique: None };
        let truths = Truths::new(vec![TableTruth {
            truth: vec![
                truth(Some("lure"), Verdict::Malicious),
                truth(Some("lure"), Verdict::Malicious),
                truth(Some("agent"), Verdict::Malicious),
                truth(None, Verdict::Noise),
            ],
            times: vec![Datetime(100), Datetime(250), Datetime(300), Datetime(400)],
        }]);
        let row = |rows: &[u64]| OutcomeRow {
            fate: Fate::Detected,
            values: Vec::new(),
            text: "{}".to_owned(),
            kept: rows.iter().map(|row| EventId { table: 0, row: *row }).collect(),
            lost: Vec::new(),
            by: Vec::new(),
        };
        let steps: Vec<StepInfo> =
            [("lure", Verdict::Malicious), ("agent", Verdict::Malicious), ("work", Verdict::Benign)]
                .into_iter()
                .map(|(path, verdict)| StepInfo { path: path.into(), verdict, technique: None, span: Span::default() })
                .collect();
        let detect = ["lure", "agent", "work"].map(|id| Placed { value: id.to_owned(), span: Span::default() });
        let intent = Intent::Outcome(Outcome { detect: detect.to_vec(), ..Outcome::default() });
        let score = score(&[row(&[1, 3]), row(&[3]), row(&[])], &truths, Some(&intent), &steps);
        assert_eq!((score.true_positives, score.false_positives), (1, 1));
        assert_eq!(score.expected_steps, ["agent", "lure"]);
        assert_eq!(score.missed_steps, ["agent"]);
        assert_eq!(score.delays, [Delay { step: "lure".to_owned(), ticks: 150 }]);
    }
}
