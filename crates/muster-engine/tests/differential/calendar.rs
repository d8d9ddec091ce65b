//! Days, months and years of the proleptic Gregorian calendar, by counting.

pub(crate) const SECOND: i64 = 10_000_000;
pub(crate) const DAY: i64 = 24 * 3600 * SECOND;
/// 9999-12-31T23:59:59.9999999
pub(crate) const LAST: i64 = 3_155_378_975_999_999_999;
const DAYS_OF_400_YEARS: i64 = 146_097;

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(crate) fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_of_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// The first tick of a day, if there is such a day.
pub(crate) fn moment(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&day) {
        return None;
    }
    let cycles = (year - 1) / 400;
    let mut days = cycles * DAYS_OF_400_YEARS;
    for before in cycles * 400 + 1..year {
        days += days_of_year(before);
    }
    for before in 1..month {
        days += days_of_month(year, before);
    }
    Some((days + day - 1) * DAY)
}

/// Year, month and day of a moment.
pub(crate) fn date_of(ticks: i64) -> (i64, i64, i64) {
    let days = ticks.div_euclid(DAY);
    let mut year = days / DAYS_OF_400_YEARS * 400 + 1;
    let mut left = days % DAYS_OF_400_YEARS;
    while left >= days_of_year(year) {
        left -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while left >= days_of_month(year, month) {
        left -= days_of_month(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

/// A moment if it lies in the years 1 to 9999.
pub(crate) fn within(ticks: i128) -> Option<i64> {
    i64::try_from(ticks).ok().filter(|t| (0..=LAST).contains(t))
}

/// The first moment of the period that `ticks` lies in, moved by `offset` periods.
pub(crate) fn start_of(period: &str, ticks: i64, offset: i64) -> Option<i64> {
    let (year, month, _) = date_of(ticks);
    let day = ticks - ticks.rem_euclid(DAY);
    match period {
        "day" => within(i128::from(day) + i128::from(offset) * i128::from(DAY)),
        "week" => {
            // 0001-01-01 was a Monday; weeks begin on Sunday.
            let since_sunday = (day / DAY + 1) % 7;
            within(i128::from(day - since_sunday * DAY) + i128::from(offset) * 7 * i128::from(DAY))
        }
        "month" => {
            let months = (year - 1) * 12 + month - 1 + offset;
            moment(months.div_euclid(12) + 1, months.rem_euclid(12) + 1, 1)
        }
        _ => moment(year.checked_add(offset)?, 1, 1),
    }
}

/// `datetime_add`
pub(crate) fn add(period: &str, amount: i64, ticks: i64) -> Option<i64> {
    let (year, month, day) = date_of(ticks);
    let months = match period {
        "year" => amount.checked_mul(12)?,
        "quarter" => amount.checked_mul(3)?,
        "month" => amount,
        _ => {
            let unit = ticks_of(period)?;
            return within(i128::from(ticks) + i128::from(amount) * i128::from(unit));
        }
    };
    let months = ((year - 1) * 12 + month - 1).checked_add(months)?;
    let (year, month) = (months.div_euclid(12) + 1, months.rem_euclid(12) + 1);
    let start = moment(year, month, day.min(days_of_month(year, month)))?;
    Some(start + ticks.rem_euclid(DAY))
}

fn ticks_of(period: &str) -> Option<i64> {
    Some(match period {
        "week" => 7 * DAY,
        "day" => DAY,
        "hour" => 3600 * SECOND,
        "minute" => 60 * SECOND,
        "second" => SECOND,
        "millisecond" => SECOND / 1000,
        "microsecond" => SECOND / 1_000_000,
        _ => return None,
    })
}

/// `datetime_diff`: how many borders of the period lie between.
pub(crate) fn difference(period: &str, left: i64, right: i64) -> Option<i64> {
    let number = |ticks: i64| {
        let (year, month, _) = date_of(ticks);
        Some(match period {
            "year" => year,
            "quarter" => year * 4 + (month - 1) / 3,
            "month" => year * 12 + month,
            "week" => (ticks.div_euclid(DAY) + 1).div_euclid(7),
            _ => ticks.div_euclid(ticks_of(period)?),
        })
    };
    Some(number(left)? - number(right)?)
}
