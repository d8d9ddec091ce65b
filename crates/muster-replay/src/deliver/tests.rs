//! Pace, retries and patience, by a clock that nobody waits for.

use std::collections::VecDeque;

use muster_catalog::Datetime;

use super::*;

#[derive(Default)]
struct Hands {
    time: Duration,
    slept: Vec<Duration>,
}

impl Clock for Hands {
    fn elapsed(&mut self) -> Duration {
        self.time
    }

    fn sleep(&mut self, time: Duration) {
        self.time += time;
        self.slept.push(time);
    }

    fn now(&mut self) -> Datetime {
        Datetime::parse("2026-03-04T18:00:00Z").expect("a time")
    }
}

/// Answers as it is told, then takes everything.
#[derive(Default)]
struct Moody {
    answers: VecDeque<Trouble>,
    taken: Vec<(u64, String)>,
}

impl Outlet for Moody {
    fn put(&mut self, batch: &Batch) -> Result<(), Trouble> {
        self.answers.pop_front().map_or(Ok(()), Err)?;
        self.taken.push((batch.number, batch.id.clone()));
        Ok(())
    }
}

const RETRY: Retry = Retry {
    times: 3,
    first: Duration::from_millis(500),
    longest: Duration::from_mins(1),
    patience: Duration::from_mins(10),
    seed: 7,
};

fn batch(number: u64, seconds: u64) -> Batch {
    let due = Duration::from_secs(seconds);
    Batch {
        number,
        id: format!("id-{number}"),
        table: "T".to_owned(),
        events: 2,
        body: b"xx".to_vec(),
        due,
        opened: due,
        first: Datetime::UNIX_EPOCH,
        device: String::new(),
    }
}

fn again(retry_after: Option<&str>) -> Trouble {
    Trouble::Again { reason: "busy".to_owned(), retry_after: retry_after.map(str::to_owned) }
}

fn run(batches: Vec<Batch>, outlet: &mut Moody, hands: &mut Hands) -> (Summary, Option<Diagnostic>) {
    deliver(batches.into_iter().map(Ok), outlet, None, None, hands, &RETRY, &mut |_| {})
}

#[test]
fn batches_go_out_when_they_are_due_counted_from_the_first_one() {
    let (mut outlet, mut hands) = (Moody::default(), Hands::default());
    let (summary, fault) = run(vec![batch(5, 100), batch(6, 130), batch(7, 131)], &mut outlet, &mut hands);
    assert!(fault.is_none());
    assert_eq!(hands.slept, [Duration::from_secs(30), Duration::from_secs(1)]);
    assert_eq!(summary, Summary { batches: 3, events: 6, bytes: 6, again: 0 });
}

#[test]
fn what_is_late_is_not_waited_for() {
    let (mut outlet, mut hands) = (Moody::default(), Hands::default());
    outlet.answers.push_back(again(Some("50")));
    let (_, fault) = run(vec![batch(1, 0), batch(2, 10), batch(3, 60)], &mut outlet, &mut hands);
    assert!(fault.is_none());
    assert_eq!(hands.slept, [Duration::from_secs(50), Duration::from_secs(10)]);
}

#[test]
fn a_batch_that_is_not_taken_is_sent_again_with_the_same_id_and_none_overtakes_it() {
    let (mut outlet, mut hands) = (Moody::default(), Hands::default());
    outlet.answers.extend([again(None), again(Some("7")), again(None)]);
    let (summary, fault) = run(vec![batch(1, 0), batch(2, 0)], &mut outlet, &mut hands);
    assert!(fault.is_none());
    assert_eq!(outlet.taken, [(1, "id-1".to_owned()), (2, "id-2".to_owned())]);
    assert_eq!(summary.again, 3);
    assert_eq!(hands.slept[0], RETRY.pause("id-1", 0));
    assert_eq!(hands.slept[1], Duration::from_secs(7));
    assert_eq!(hands.slept[2], RETRY.pause("id-1", 2));
}

#[test]
fn patience_ends() {
    let (mut outlet, mut hands) = (Moody::default(), Hands::default());
    outlet.answers.extend((0..4).map(|_| again(None)));
    let (summary, fault) = run(vec![batch(1, 0)], &mut outlet, &mut hands);
    let fault = fault.expect("it gives up");
    assert_eq!(fault.code, UNREACHABLE);
    assert_eq!(fault.message, "batch 1 was sent 4 times and not taken: busy");
    assert_eq!((summary.batches, hands.slept.len()), (0, 3));

    let (mut outlet, mut hands) = (Moody::default(), Hands::default());
    outlet.answers.push_back(again(Some("86400")));
    let (_, fault) = run(vec![batch(1, 0)], &mut outlet, &mut hands);
    assert!(fault.expect("it gives up").message.ends_with("asks to wait 86400 seconds"));
    assert!(hands.slept.is_empty());
}

#[test]
fn a_batch_that_is_not_the_pending_one_is_not_sent() {
    let (mut outlet, mut hands) = (Moody::default(), Hands::default());
    let pending = SentBatch { number: 1, id: "other".to_owned(), table: "T".to_owned(), events: 2, bytes: 2, at: None };
    let batches = std::iter::once(Ok(batch(1, 0)));
    let (_, fault) = deliver(batches, &mut outlet, None, Some(&pending), &mut hands, &RETRY, &mut |_| {});
    assert_eq!(fault.expect("it is refused").code, OTHER_REPLAY);
    assert!(outlet.taken.is_empty());
}
