//! Batches: what shares one, how large they are, and that a replay taken up again makes the same ones.

use std::collections::BTreeSet;

use muster_catalog::{Column, Table, Type, Value};
use muster_values::{Column as Values, TableSet, table_schema};
use rstest::rstest;
use serde_json::Value as Json;

use super::*;

const MINUTE: i64 = 60 * muster_catalog::TICKS_PER_SECOND;

/// Two tables: `minutes` of each row, on devices in turn.
fn tables(first: &[i64], second: &[i64]) -> TableSet {
    let clock = Datetime::parse("2026-03-04T18:00:00Z").expect("a time").0;
    let mut set = TableSet::new();
    for (name, minutes) in [("DeviceAEvents", first), ("DeviceBEvents", second)] {
        let columns = vec![
            Column::new("Timestamp", Type::Datetime),
            Column::new("DeviceName", Type::String),
            Column::new("ReportId", Type::Long),
            Column::new("Born", Type::Datetime),
            Column::new("Remark", Type::String),
        ];
        let table = Table { name: name.to_owned(), description: String::new(), columns, open: false };
        let times = || minutes.iter().map(|m| Value::Datetime(Datetime(clock + m * MINUTE)));
        let arrays = [
            Values::from_values(Type::Datetime, times()),
            Values::from_values(Type::String, (0..minutes.len()).map(|i| Value::String(format!("ws-{}", i % 3)))),
            Values::from_values(Type::Long, (0..minutes.len()).map(|i| Value::Long(i as i64))),
            Values::from_values(
                Type::Datetime,
                minutes
                    .iter()
                    .map(|m| if m % 2 == 0 { Value::Null(Type::Datetime) } else { times().next().expect("one") }),
            ),
            Values::from_values(Type::String, minutes.iter().map(|_| Value::String(String::new()))),
        ];
        let arrays = arrays.iter().map(|a| a.array().clone()).collect();
        let batch = arrow_array::RecordBatch::try_new(table_schema(&table), arrays).expect("columns fit");
        set.insert(
            table,
            vec![batch.slice(0, minutes.len() / 2), batch.slice(minutes.len() / 2, minutes.len() - minutes.len() / 2)],
        );
    }
    set
}

const WIDE: Limits = Limits { events: 1000, bytes: 1 << 20, wait: Duration::from_hours(1) };

fn all(
    tables: &TableSet,
    limits: Limits,
    framing: &Framing,
    lanes: Lanes,
    speed: Option<f64>,
    resume: &Resume,
) -> Vec<Batch> {
    let telemetry = Telemetry::new(tables);
    let digest = telemetry.digest("story");
    let batches = Batches::new(&telemetry, limits, framing.clone(), lanes, speed, &digest, resume);
    batches.map(|b| b.expect("a batch")).collect()
}

fn lines(batch: &Batch) -> Vec<Json> {
    let text = std::str::from_utf8(&batch.body).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn events_of_all_tables_go_out_in_the_order_of_their_times() {
    let set = tables(&[0, 3, 4], &[1, 3, 9]);
    let batches = all(&set, WIDE, &Framing::Lines, Lanes::One, None, &Resume::default());
    let times: Vec<String> =
        lines(&batches[0]).iter().map(|e| e["Timestamp"].as_str().expect("a time").to_owned()).collect();
    assert_eq!(times.len(), 6);
    assert!(times.is_sorted(), "{times:?}");
}

#[rstest]
#[case::by_count(Limits { events: 2, ..WIDE }, &[2, 2, 1])]
#[case::by_time(Limits { wait: Duration::from_mins(5), ..WIDE }, &[3, 2])]
#[case::by_bytes(Limits { bytes: 200, ..WIDE }, &[2, 2, 1])]
#[case::by_nothing(WIDE, &[5])]
fn a_batch_is_bounded(#[case] limits: Limits, #[case] sizes: &[usize]) {
    let set = tables(&[0, 4, 5, 6, 11], &[]);
    let batches = all(&set, limits, &Framing::Lines, Lanes::One, Some(1.0), &Resume::default());
    assert_eq!(batches.iter().map(|b| b.events).collect::<Vec<_>>(), sizes);
    assert!(batches.iter().all(|b| b.body.len() <= limits.bytes));
    assert_eq!(batches.iter().map(|b| b.number).collect::<Vec<_>>(), (1..=sizes.len() as u64).collect::<Vec<_>>());
}

#[test]
fn the_story_divided_by_the_speed_says_when() {
    let set = tables(&[0, 10, 30], &[]);
    let limits = Limits { events: 1, ..WIDE };
    let due = |speed| -> Vec<u64> {
        all(&set, limits, &Framing::Lines, Lanes::One, speed, &Resume::default())
            .iter()
            .map(|b| b.due.as_secs())
            .collect()
    };
    assert_eq!(due(Some(1.0)), [0, 600, 1800]);
    assert_eq!(due(Some(60.0)), [0, 10, 30]);
    assert_eq!(due(Some(0.5)), [0, 1200, 3600]);
    assert_eq!(due(None), [0, 0, 0]);
}

#[test]
fn an_event_that_fits_no_batch_ends_the_replay() {
    let set = tables(&[0], &[]);
    let telemetry = Telemetry::new(&set);
    let limits = Limits { bytes: 40, ..WIDE };
    let mut batches = Batches::new(&telemetry, limits, Framing::Array, Lanes::One, None, "d", &Resume::default());
    let fault = batches.next().expect("a word").expect_err("too large");
    assert_eq!(fault.code, TOO_LARGE);
    assert!(fault.message.contains("DeviceAEvents at 2026-03-04T18:00:00"), "{}", fault.message);
    assert!(batches.next().is_none());
}

#[test]
fn framings_are_what_receivers_read() {
    let set = tables(&[0], &[1]);
    let array = all(&set, WIDE, &Framing::Array, Lanes::PerTable, None, &Resume::default());
    assert_eq!(array.iter().map(|b| b.table.as_str()).collect::<Vec<_>>(), ["DeviceAEvents", "DeviceBEvents"]);
    let json: Json = serde_json::from_slice(&array[0].body).expect("JSON");
    // Nulls and empty texts are left out.
    assert_eq!(
        json[0].as_object().expect("an object").keys().collect::<Vec<_>>(),
        ["Timestamp", "DeviceName", "ReportId"]
    );

    let framing = Framing::Envelope { tenant: "t-1".to_owned(), line: false };
    let envelope = all(&set, WIDE, &framing, Lanes::One, None, &Resume::default());
    let json: Json = serde_json::from_slice(&envelope[0].body).expect("JSON");
    let record = &json["records"][1];
    assert_eq!(record["category"], "AdvancedHunting-DeviceBEvents");
    assert_eq!(record["operationName"], "Publish");
    assert_eq!(record["tenantId"], "t-1");
    assert_eq!(record["time"], record["properties"]["Timestamp"]);
    assert_eq!(record["properties"].as_object().expect("an object").len(), 5);
}

#[test]
fn all_times_shift_and_gaps_stay() {
    let set = tables(&[0, 7, 9], &[]);
    let mut telemetry = Telemetry::new(&set);
    let start = Datetime::parse("2027-01-01T00:00:00Z").expect("a time");
    telemetry.shift_by(start.0 - telemetry.span().expect("events").0.0).expect("it fits");
    let digest = telemetry.digest("story");
    let batches = Batches::new(&telemetry, WIDE, Framing::Lines, Lanes::One, None, &digest, &Resume::default());
    let batch = batches.map(|b| b.expect("a batch")).next().expect("one");
    let events = lines(&batch);
    assert_eq!(events[0]["Timestamp"], "2027-01-01T00:00:00.0000000Z");
    assert_eq!(events[1]["Timestamp"], "2027-01-01T00:07:00.0000000Z");
    assert_eq!(events[1]["Born"], "2027-01-01T00:00:00.0000000Z");
    assert_eq!(batch.first, start);
    assert!(telemetry.shift_by(i64::MAX).is_err() && telemetry.shift_by(-start.0).is_err());
}

#[rstest]
#[case(Lanes::One, None)]
#[case(Lanes::One, Some(60.0))]
#[case(Lanes::PerTable, None)]
#[case(Lanes::PerTable, Some(60.0))]
fn a_replay_that_is_taken_up_at_any_batch_makes_the_same_batches(#[case] lanes: Lanes, #[case] speed: Option<f64>) {
    let first: Vec<i64> = (0..40).map(|i| i * i % 37 + i).collect::<BTreeSet<_>>().into_iter().collect();
    let second: Vec<i64> = (0..60).map(|i| i * 5 / 3).collect();
    let set = tables(&first, &second);
    let limits = Limits { events: 4, bytes: 400, wait: Duration::from_secs(7) };
    let whole = all(&set, limits, &Framing::Array, lanes, speed, &Resume::default());
    assert!(whole.len() > 10);
    let ids: BTreeSet<&str> = whole.iter().map(|b| b.id.as_str()).collect();
    assert_eq!(ids.len(), whole.len(), "ids differ");
    assert_eq!(whole.iter().map(|b| b.events).sum::<usize>(), first.len() + second.len());
    let mut resume = Resume::default();
    for (done, batch) in whole.iter().enumerate() {
        assert_eq!(all(&set, limits, &Framing::Array, lanes, speed, &resume), whole[done..], "after {done} batches");
        resume.batches += 1;
        let lane = if lanes == Lanes::One { String::new() } else { batch.table.clone() };
        *resume.events.entry(lane).or_default() += batch.events;
    }
}
