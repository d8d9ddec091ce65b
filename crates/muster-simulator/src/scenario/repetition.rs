//! `repeat:` and `every:`.

use muster_catalog::TICKS_PER_SECOND;
use muster_source::{Diagnostic, Source};
use muster_yaml::Fields;

use crate::codes::{DURATION, LIMIT, SHAPE};
use crate::quantity;
use crate::scenario::limits::MAX_REPEAT;

/// How often something is done, and how far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repetition {
    pub(crate) repeat: u32,
    pub(crate) gap: i64,
}

/// Reads `repeat` and `every`.
pub(crate) fn repetition(fields: &mut Fields<'_, '_>, source: &Source) -> Repetition {
    let mut repeat = None;
    if let Some(node) = fields.take("repeat") {
        match fields.integer("repeat") {
            Some(n) if (1..=i64::from(MAX_REPEAT)).contains(&n) => repeat = u32::try_from(n).ok(),
            Some(n) => fields.report(
                Diagnostic::error(LIMIT, format!("a step cannot be repeated {n} times"), source, node.span)
                    .help(format!("write a number from 1 to {MAX_REPEAT}")),
            ),
            None => {}
        }
    }
    let mut gap = TICKS_PER_SECOND;
    if let Some(node) = fields.take("every") {
        let text = node.text().unwrap_or_default();
        let (every, total) = text.split_once(" for ").map_or((text, None), |(e, t)| (e, Some(t)));
        let read = (quantity::duration_of(every), total.map(quantity::duration_of));
        match read {
            (Some(every), None) if every > 0 => gap = every,
            (Some(every), Some(Some(total))) if every > 0 && repeat.is_none() => {
                gap = every;
                let n = (total / every).max(1);
                if n > i64::from(MAX_REPEAT) {
                    let message = format!("a step cannot be repeated {n} times");
                    let help = format!("at most {MAX_REPEAT} repetitions: write a longer interval or a shorter time");
                    fields.report(Diagnostic::error(LIMIT, message, source, node.span).help(help));
                } else {
                    repeat = u32::try_from(n).ok();
                }
            }
            (Some(every), Some(Some(_))) if every > 0 => fields.report(
                Diagnostic::error(SHAPE, "`repeat` and `every: … for …` both say how often", source, node.span)
                    .help("leave one of them out"),
            ),
            _ => fields.report(
                Diagnostic::error(DURATION, format!("{} is not an interval", quantity::shown(node)), source, node.span)
                    .help("write `5m`, or `5m for 2h`"),
            ),
        }
    }
    Repetition { repeat: repeat.unwrap_or(1), gap }
}
