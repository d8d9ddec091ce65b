//! Times as the portals show them: `Mar 4, 2026 5:30:00 PM` and `3/4/2026, 5:30:00.123 PM`, in UTC.

use muster_catalog::Datetime;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads such a time.
pub(super) fn parse(text: &str) -> Option<Datetime> {
    let text = text.replace(['\u{202f}', '\u{a0}'], " ");
    let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let (month, day, year, rest) = match words.as_slice() {
        [month, day, year, rest @ ..] if month.chars().all(char::is_alphabetic) => {
            let name = month.to_lowercase();
            let at = MONTHS.iter().position(|m| name.starts_with(m))?;
            (at + 1, day.parse().ok()?, year.parse().ok()?, rest)
        }
        [date, rest @ ..] => {
            let mut parts = date.split('/');
            let month = parts.next()?.parse().ok()?;
            (month, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, rest)
        }
        [] => return None,
    };
    let (day, year): (u32, u32) = (day, year);
    let [clock, half] = rest else { return None };
    let (hour, behind) = clock.split_once(':')?;
    let hour: u32 = hour.parse().ok().filter(|h| (1..=12).contains(h))?;
    let hour = match half.to_ascii_lowercase().as_str() {
        "am" => hour % 12,
        "pm" => hour % 12 + 12,
        _ => return None,
    };
    // The rest is checked where ISO 8601 is.
    Datetime::parse(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{behind}Z"))
}
