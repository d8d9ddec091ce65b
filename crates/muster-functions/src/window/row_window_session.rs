//! `row_window_session(time, maxFromFirst, maxBetween, restart)`

use crate::prelude::*;

pub(crate) const ROW_WINDOW_SESSION: Window = Window {
    name: "row_window_session",
    signatures: &["(time: datetime, maxFromFirst: timespan, maxBetween: timespan, restart: bool = false): datetime"],
    summary: "Returns the start of the session that a row belongs to.",
    notes: &[
        "Rows must be serialized: sorted, or passed through `serialize`.",
        "A session ends before a row whose `time` is `maxFromFirst` or more after its start, or `maxBetween` or more \
         after the row before, or for which `restart` is true.",
        "A null `time` ends the query: what is documented of it contradicts itself.",
    ],
    upstream: "row-window-session-function",
    examples: &[Example {
        call: "row_window_session(x, 1h, 5m)",
        input: "datatable(x: datetime)[datetime(2024-04-11 10:00), datetime(2024-04-11 10:02), datetime(2024-04-11 11:00)]",
        result: r#"["2024-04-11T10:00:00.0000000Z","2024-04-11T10:00:00.0000000Z","2024-04-11T11:00:00.0000000Z"]"#,
    }],
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let (time, from_first, between, restart) = (args.long(0), args.long(1), args.long(2), args.bool(3));
    let mut session: Option<(i64, i64)> = None;
    let mut starts = Vec::with_capacity(args.row_count());
    for row in 0..args.row_count() {
        let null = || Failure::new("a null argument of `row_window_session` is not supported yet");
        let now = time.get(row).ok_or_else(null)?;
        let from_first = from_first.get(row).ok_or_else(null)?;
        let between = between.get(row).ok_or_else(null)?;
        let start = match session {
            Some((start, last))
                if now < start.saturating_add(from_first)
                    && now < last.saturating_add(between)
                    && restart.get(row) != Some(true) =>
            {
                start
            }
            _ => now,
        };
        session = Some((start, now));
        starts.push(Some(start));
    }
    Ok(Column::rows(i64::collect(starts.into_iter())))
}
