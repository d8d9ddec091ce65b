//! `datetime_list_timezones()`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) const DATETIME_LIST_TIMEZONES: Scalar = Scalar {
    name: "datetime_list_timezones",
    aliases: &[],
    category: Category::Time,
    signatures: &["(): dynamic"],
    summary: "Returns the names of all time zones, in alphabetical order.",
    notes: &["The names are those of the IANA database."],
    upstream: "datetime-list-timezones-function",
    examples: &[
        eg("datetime_list_timezones()[0]", "Africa/Abidjan"),
        eg("set_has_element(datetime_list_timezones(), 'Europe/Paris')", "true"),
    ],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let mut names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    names.sort_unstable();
    args.rows(|_| Some(names.iter().copied().collect::<Json>()))
}
