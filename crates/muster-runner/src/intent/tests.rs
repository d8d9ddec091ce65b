//! Judgements of hand-made outcomes.

use muster_engine::EventId;
use muster_simulator::Truth;
use rstest::rstest;

use super::*;
use crate::truth::TableTruth;

/// Rows 0 and 1 are made by the malicious step `agent` (1 by `agent/shell`), 2 by the benign `patches`, 3 by noise.
fn truths() -> Truths {
    let truth = |step: Option<&str>, verdict| Truth { step: step.map(Into::into), verdict, technique: None };
    Truths::new(vec![TableTruth {
        truth: vec![
            truth(Some("agent"), Verdict::Malicious),
            truth(Some("agent/shell"), Verdict::Malicious),
            truth(Some("patches"), Verdict::Benign),
            truth(None, Verdict::Noise),
        ],
        times: Vec::new(),
    }])
}

fn event(row: u64) -> EventId {
    EventId { table: 0, row }
}

fn detected(events: &[u64]) -> OutcomeRow {
    OutcomeRow {
        fate: Fate::Detected,
        values: Vec::new(),
        text: "{}".to_owned(),
        kept: events.iter().map(|r| event(*r)).collect(),
        lost: Vec::new(),
        by: Vec::new(),
    }
}

fn lossy(kept: &[u64], lost: &[u64], by: &[&str]) -> OutcomeRow {
    let by: Vec<Arc<str>> = by.iter().map(|id| (*id).into()).collect();
    let lost =
        lost.iter().map(|r| Lost { event: event(*r), by: by.clone(), alone: by.clone(), with_row: false }).collect();
    let fate = if kept.is_empty() { Fate::Suppressed } else { Fate::Narrowed };
    OutcomeRow { fate, lost, by, ..detected(kept) }
}

fn placed(text: &str) -> Placed<String> {
    Placed { value: text.to_owned(), span: Span::new(0, 1) }
}

fn suppressed(step: &str, by: &[&str]) -> Suppressed {
    Suppressed { step: placed(step), by: by.iter().map(|id| placed(id)).collect() }
}

fn steps(ids: &[&str]) -> Vec<Placed<String>> {
    ids.iter().map(|id| placed(id)).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn waiver(expires: &str) -> Waiver {
    Waiver {
        reason: placed("ticket 7"),
        expires: Placed { value: day(expires), span: Span::new(0, 1) },
        span: Span::new(0, 1),
    }
}

fn gap(missed: &[&str], taken: Vec<Suppressed>, false_positive: &[&str], expires: &str) -> KnownGap {
    KnownGap {
        missed: steps(missed),
        suppressed: taken,
        false_positive: steps(false_positive),
        waiver: waiver(expires),
    }
}

/// The story tells of `patches` before `agent`.
fn judgement(rows: &[OutcomeRow], intent: Option<&Intent>) -> Judgement {
    let source = Source::new("s.yaml", "expect: {}\n");
    let story: Vec<StepInfo> =
        [("patches", Verdict::Benign), ("agent/shell", Verdict::Malicious), ("agent", Verdict::Malicious)]
            .into_iter()
            .map(|(path, verdict)| StepInfo { path: path.into(), verdict, technique: None, span: Span::new(2, 3) })
            .collect();
    judge(rows, &truths(), intent, Script { source: &source, steps: &story }, day("2026-06-01"))
}

fn judged(rows: &[OutcomeRow], intent: Option<&Intent>) -> (Vec<String>, Vec<String>) {
    let judgement = judgement(rows, intent);
    let codes = |reasons: Vec<Reason>| reasons.into_iter().map(|r| r.code).collect();
    (codes(judgement.contradictions), codes(judgement.tolerated))
}

fn detect(ids: &[&str]) -> Outcome {
    Outcome { detect: steps(ids), ..Outcome::default() }
}

#[rstest]
#[case::a_detected_step(vec![detected(&[0])], detect(&["agent"]), &[])]
#[case::a_step_below_counts(vec![detected(&[1])], detect(&["agent"]), &[])]
#[case::a_step_above_does_not(vec![detected(&[0])], detect(&["agent/shell"]), &["MU0620"])]
#[case::nothing_raised(vec![], detect(&["agent"]), &["MU0620"])]
#[case::one_event_is_enough(vec![lossy(&[0], &[2], &["s"])], detect(&["agent"]), &[])]
#[case::a_benign_row_besides(vec![detected(&[0]), detected(&[2])], detect(&["agent"]), &["MU0624"])]
#[case::a_noisy_row_besides(vec![detected(&[0]), detected(&[3])], detect(&["agent"]), &["MU0624"])]
#[case::benign_events_beside_malicious_ones(vec![detected(&[0, 2, 3])], detect(&["agent"]), &[])]
#[case::a_benign_step_that_must_be_detected(vec![detected(&[2])], detect(&["patches"]), &[])]
#[case::a_row_without_events_cannot_be_judged(vec![detected(&[0]), detected(&[])], detect(&["agent"]), &[])]
fn detection_is_judged(#[case] rows: Vec<OutcomeRow>, #[case] outcome: Outcome, #[case] codes: &[&str]) {
    assert_eq!(judged(&rows, Some(&Intent::Outcome(outcome))).0, codes);
}

#[rstest]
#[case::as_expected(vec![lossy(&[], &[2], &["s"])], &["s"], &[])]
#[case::not_raised(vec![], &["s"], &["MU0621"])]
#[case::detected_instead(vec![detected(&[2])], &["s"], &["MU0621", "MU0624"])]
#[case::by_another(vec![lossy(&[], &[2], &["t"])], &["s"], &["MU0625"])]
#[case::by_one_of_two(vec![lossy(&[], &[2], &["s"])], &["s", "t"], &["MU0625"])]
#[case::by_more_than_expected(vec![lossy(&[], &[2], &["s", "t"])], &["s"], &[])]
#[case::narrowed_instead(vec![lossy(&[3, 0], &[2], &["s"])], &["s"], &["MU0621"])]
fn suppression_is_judged(#[case] rows: Vec<OutcomeRow>, #[case] by: &[&str], #[case] codes: &[&str]) {
    let outcome = Outcome { suppress: vec![suppressed("patches", by)], ..Outcome::default() };
    assert_eq!(judged(&rows, Some(&Intent::Outcome(outcome))).0, codes);
}

#[rstest]
#[case::as_expected(vec![lossy(&[0], &[2], &["s"])], &[])]
#[case::gone_instead(vec![lossy(&[], &[2], &["s"])], &["MU0622"])]
fn narrowing_is_judged(#[case] rows: Vec<OutcomeRow>, #[case] codes: &[&str]) {
    let outcome = Outcome { narrow: vec![suppressed("patches", &["s"])], ..Outcome::default() };
    assert_eq!(judged(&rows, Some(&Intent::Outcome(outcome))).0, codes);
}

#[rstest]
#[case::silence(vec![], &[])]
#[case::a_row(vec![detected(&[3])], &["MU0623"])]
#[case::a_suppressed_row(vec![lossy(&[], &[2], &["s"])], &["MU0623"])]
#[case::a_row_without_events(vec![detected(&[])], &["MU0623"])]
fn silence_is_judged(#[case] rows: Vec<OutcomeRow>, #[case] codes: &[&str]) {
    assert_eq!(judged(&rows, Some(&Intent::Silent)).0, codes);
}

#[rstest]
#[case::without_intent(vec![lossy(&[], &[0], &["s"])], None, &["MU0618"])]
#[case::narrowed(vec![lossy(&[1], &[0], &["s"])], Some(detect(&["agent"])), &["MU0618"])]
#[case::expecting_it_is_no_excuse(
    vec![lossy(&[], &[0], &["s"])],
    Some(Outcome { suppress: vec![suppressed("agent", &["s"])], ..Outcome::default() }),
    &["MU0618"]
)]
#[case::a_benign_event_is_fine_without_intent(vec![lossy(&[], &[2], &["s"])], None, &[])]
fn a_suppression_must_not_take_malicious_events(
    #[case] rows: Vec<OutcomeRow>,
    #[case] outcome: Option<Outcome>,
    #[case] codes: &[&str],
) {
    assert_eq!(judged(&rows, outcome.map(Intent::Outcome).as_ref()).0, codes);
}

#[rstest]
#[case::missed(vec![], gap(&["agent"], vec![], &[], "2026-12-31"), &[], &["MU0630"])]
#[case::on_its_last_day(vec![], gap(&["agent"], vec![], &[], "2026-06-01"), &[], &["MU0630"])]
#[case::expired(vec![], gap(&["agent"], vec![], &[], "2026-05-31"), &["MU0608"], &["MU0630"])]
#[case::closed(vec![detected(&[0])], gap(&["agent"], vec![], &[], "2026-12-31"), &["MU0609"], &[])]
#[case::suppressed(
    vec![lossy(&[], &[0], &["s"])], gap(&[], vec![suppressed("agent", &["s"])], &[], "2026-12-31"), &[], &["MU0630"]
)]
#[case::suppressed_by_one_more(
    vec![lossy(&[], &[0], &["s", "t"])],
    gap(&[], vec![suppressed("agent", &["s"])], &[], "2026-12-31"),
    &["MU0618"],
    &["MU0630"]
)]
#[case::suppressed_by_another(
    vec![lossy(&[], &[0], &["t"])],
    gap(&[], vec![suppressed("agent", &["s"])], &[], "2026-12-31"),
    &["MU0618", "MU0609"],
    &[]
)]
#[case::expired_and_suppressed(
    vec![lossy(&[], &[0], &["s"])],
    gap(&[], vec![suppressed("agent", &["s"])], &[], "2026-05-31"),
    &["MU0608", "MU0618"],
    &["MU0630"]
)]
#[case::a_false_positive(
    vec![detected(&[2])], gap(&[], vec![], &["patches"], "2026-12-31"), &[], &["MU0630"]
)]
#[case::a_false_positive_that_is_gone(vec![], gap(&[], vec![], &["patches"], "2026-12-31"), &["MU0609"], &[])]
fn a_gap_is_known_as_long_as_it_is_true(
    #[case] rows: Vec<OutcomeRow>,
    #[case] known_gap: KnownGap,
    #[case] codes: &[&str],
    #[case] tolerated: &[&str],
) {
    let intent = Intent::Outcome(Outcome { known_gap: Some(known_gap), ..Outcome::default() });
    let (contradictions, known) = judged(&rows, Some(&intent));
    assert_eq!((contradictions, known), (to_owned(codes), to_owned(tolerated)));
}

fn to_owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|c| (*c).to_owned()).collect()
}

#[test]
fn a_step_that_is_known_to_be_missed_need_not_be_detected() {
    let outcome = Outcome { known_gap: Some(gap(&["agent"], vec![], &[], "2026-12-31")), ..detect(&["agent"]) };
    assert_eq!(judged(&[], Some(&Intent::Outcome(outcome))).0, Vec::<String>::new());
}

#[test]
fn a_waiver_needs_a_reason() {
    let mut without = waiver("2026-12-31");
    without.reason = placed("  ");
    assert_eq!(judged(&[], Some(&Intent::Skip(without))).0, ["MU0626"]);
    assert_eq!(judged(&[], Some(&Intent::Skip(waiver("2026-05-31")))).0, ["MU0608"]);
    assert_eq!(judged(&[], Some(&Intent::Skip(waiver("2026-12-31")))).0, Vec::<String>::new());
}

#[test]
fn a_row_where_silence_must_be_names_the_steps_that_made_it() {
    let rows = [detected(&[3, 0]), detected(&[2])];
    let reasons = judgement(&rows, Some(&Intent::Silent)).contradictions;
    let message = "the rule is not silent: 2 rows of step `patches`, step `agent`, noise detected";
    assert_eq!(reasons.iter().map(|r| r.message.as_str()).collect::<Vec<_>>(), [message]);
    let reasons = judgement(&[lossy(&[], &[2], &["s"])], Some(&Intent::Silent)).contradictions;
    assert!(reasons[0].message.ends_with("1 row of step `patches` suppressed by `s`"), "{}", reasons[0].message);
}

#[test]
fn losses_are_told_in_the_order_of_the_story_with_their_place() {
    let reasons = judgement(&[lossy(&[], &[0, 1], &["s"])], None).contradictions;
    let steps: Vec<&str> = reasons.iter().map(|r| r.message.split('`').nth(1).unwrap_or_default()).collect();
    assert_eq!(steps, ["agent/shell", "agent"]);
    assert!(reasons.iter().all(|r| r.place.as_ref().is_some_and(|p| p.column == 3)));
}

#[test]
fn a_step_that_a_suppression_took_names_it_and_one_that_nothing_raised_is_to_be_traced() {
    let outcome = Intent::Outcome(detect(&["agent", "patches"]));
    let judgement = judgement(&[lossy(&[], &[0, 1], &["s"])], Some(&outcome));
    let notes = |i: usize| judgement.contradictions[i].notes.iter().map(|n| n.text.as_str()).collect::<Vec<_>>();
    assert_eq!(notes(0), ["2 of its events are taken by `s`"]);
    assert_eq!(notes(1), Vec::<&str>::new());
    assert_eq!(judgement.unseen, BTreeMap::from([(1, "patches".to_owned())]));
}
