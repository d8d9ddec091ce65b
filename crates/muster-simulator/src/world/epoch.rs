//! The boots of a host: everything that a process belongs to ends with one.

use muster_catalog::{TICKS_PER_DAY, TICKS_PER_SECOND};

use crate::backdrop::Backdrop;
use crate::fleet::Host;
use crate::quantity::{HOUR, MINUTE};

/// Days that the last boot may lie back.
const WORKSTATION_DAYS: i64 = 14;
const SERVER_DAYS: i64 = 60;
/// Probability that a workstation boots in the morning, and that a server boots in the night.
const WORKSTATION_BOOTS: f64 = 0.6;
const SERVER_BOOTS: f64 = 0.03;
/// Time between the last process and the next boot.
const SHUTDOWN: i64 = 45 * TICKS_PER_SECOND;
/// How long before a step of the story a host does not boot: it is up, and its user is there.
const QUIET_BEFORE: i64 = 10 * MINUTE;

/// The time from a boot to the end of what was started then.
#[derive(Debug, Clone)]
pub(crate) struct Epoch {
    pub(crate) boot: i64,
    /// When the user's session begins.
    pub(crate) logon: i64,
    pub(crate) end: i64,
    pub(crate) boot_id: u64,
    /// Process index of each root of the library, once it is there.
    pub(crate) roots: Vec<Option<u32>>,
    /// Token index by kind of built-in account and integrity, once it is there.
    pub(crate) tokens: [Option<u32>; 25],
}

/// The epochs of a host that the telemetry touches, oldest first: at least one.
///
/// A boot that would fall into one of the `busy` times is left out. Whether a host boots on a day depends on the day
/// alone, so a longer span does not move the boots that are there already.
pub(crate) fn epochs(host: &Host, back: &Backdrop<'_>, busy: &[(i64, i64)]) -> Vec<Epoch> {
    let offset = back.fleet.utc_offset;
    let key = host.key.at("boot");
    let days = if host.server { SERVER_DAYS } else { WORKSTATION_DAYS };
    let first_day = (back.past(days) + offset).div_euclid(TICKS_PER_DAY);
    let last_day = (back.clock + offset).div_euclid(TICKS_PER_DAY);
    let mut boots: Vec<i64> = Vec::new();
    for day in first_day..=last_day {
        let mut stream = key.nth(day).stream();
        let weekend = day.rem_euclid(7) >= 5;
        let (probability, local) = if host.server {
            (SERVER_BOOTS, 3 * HOUR + stream.between(0, 90 * MINUTE))
        } else {
            (if weekend { 0.0 } else { WORKSTATION_BOOTS }, host.day_start - stream.between(2 * MINUTE, 20 * MINUTE))
        };
        let at = day * TICKS_PER_DAY + local - offset + stream.between(0, TICKS_PER_SECOND);
        let happens = stream.chance(probability) || day == first_day;
        let free = busy.iter().all(|(from, to)| at < from - QUIET_BEFORE || at > to + MINUTE);
        if happens && at <= back.clock && (free || day == first_day) {
            boots.push(at.max(0));
        }
    }
    // Only the last boot before the telemetry matters of those before it.
    let skip = boots.iter().rposition(|b| *b + 5 * MINUTE < back.start).unwrap_or(0);
    let mut stream = key.at("first").stream();
    let first_id = 1 + stream.below(40);
    let library = &back.library.roots;
    boots
        .iter()
        .enumerate()
        .skip(skip)
        .map(|(i, boot)| Epoch {
            boot: *boot,
            logon: boot + key.nth(*boot).stream().between(35 * TICKS_PER_SECOND, 150 * TICKS_PER_SECOND),
            end: boots.get(i + 1).map_or(i64::MAX, |next| next - SHUTDOWN),
            boot_id: first_id + i as u64,
            roots: vec![None; library.len()],
            tokens: [None; 25],
        })
        .collect()
}
