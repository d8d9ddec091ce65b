//! `make_timespan(hour, minute)`

use crate::numeric::second_ticks;
use crate::prelude::*;

pub(crate) const MAKE_TIMESPAN: Scalar = Scalar {
    name: "make_timespan",
    aliases: &[],
    category: Category::Time,
    signatures: &[
        "(hour: long, minute: long): timespan",
        "(hour: long, minute: long, second: real): timespan",
        "(day: long, hour: long, minute: long, second: real): timespan",
    ],
    summary: "Makes a length of time of its parts.",
    notes: &["Hours beyond 23, and minutes and seconds beyond 59, give null."],
    upstream: "make-timespan-function",
    examples: &[
        eg("make_timespan(1, 12, 30, 55.123)", "1.12:30:55.1230000"),
        eg("make_timespan(1, 12)", "01:12:00"),
        eg("make_timespan(24, 0)", "null"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let with_day = args.len() > 3;
    let first = usize::from(with_day);
    let (day, hour, minute, second) = (args.long(0), args.long(first), args.long(first + 1), args.real(first + 2));
    let with_second = args.len() > 2;
    args.rows(|row| {
        let day = if with_day { day.get(row).filter(|day| *day >= 0)? } else { 0 };
        let hour = hour.get(row).filter(|hour| (0..24).contains(hour))?;
        let minute = minute.get(row).filter(|minute| (0..60).contains(minute))?;
        let second = if with_second { second_ticks(second.get(row)?)? } else { 0 };
        let clock = (hour * 60 + minute) * 60 * TICKS_PER_SECOND + second;
        Some(Timespan(day.checked_mul(TICKS_PER_DAY)?.checked_add(clock)?))
    })
}
