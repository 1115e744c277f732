//! Moments and days as people write them. The caller gives the offset, so nothing here knows a clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

use super::Lang;
use crate::domain::Moment;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The wall clock at a moment, `offset_minutes` east of UTC; `None` for moments no calendar reaches.
fn wall(at: Moment, offset_minutes: i32) -> Option<NaiveDateTime> {
    let shifted = at.0.checked_add(i64::from(offset_minutes).checked_mul(60_000)?)?;
    DateTime::from_timestamp_millis(shifted).map(|utc| utc.naive_utc())
}

fn formatted(at: Moment, offset_minutes: i32, pattern: &str) -> String {
    wall(at, offset_minutes).map_or_else(|| format!("@{}", at.0), |wall| wall.format(pattern).to_string())
}

/// Day and minute: `2024-08-20 14:32`.
pub fn time(at: Moment, offset_minutes: i32) -> String {
    formatted(at, offset_minutes, "%Y-%m-%d %H:%M")
}

/// The minute alone: `14:32`, as in 已存 14:32.
pub fn minute(at: Moment, offset_minutes: i32) -> String {
    formatted(at, offset_minutes, "%H:%M")
}

/// The calendar day of a moment, for [`day`] and [`long_day`].
pub fn day_of(at: Moment, offset_minutes: i32) -> Option<NaiveDate> {
    wall(at, offset_minutes).map(|wall| wall.date())
}

/// A day without its year: `8月20日`, `20 Aug`.
pub fn day(lang: Lang, date: NaiveDate) -> String {
    let (month, day, name) = (date.month(), date.day(), month_name(date));
    say!(lang, "{month}月{day}日", "{day} {name}")
}

/// A day in full, as papers write it: `2024年8月20日`, `20 Aug 2024`.
pub fn long_day(lang: Lang, date: NaiveDate) -> String {
    let (year, month, day, name) = (date.year(), date.month(), date.day(), month_name(date));
    say!(lang, "{year}年{month}月{day}日", "{day} {name} {year}")
}

fn month_name(date: NaiveDate) -> &'static str {
    usize::try_from(date.month0()).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-08-20 06:32:10 UTC.
    const AT: Moment = Moment(1_724_135_530_000);

    #[test]
    fn a_moment_is_shown_on_the_wall_clock_of_the_place() {
        assert_eq!(time(AT, 480), "2024-08-20 14:32");
        assert_eq!(time(AT, 0), "2024-08-20 06:32");
        assert_eq!(minute(AT, -420), "23:32");
        assert_eq!(day_of(AT, -420), NaiveDate::from_ymd_opt(2024, 8, 19));
    }

    #[test]
    fn a_day_is_short_on_screens_and_full_on_papers() {
        let date = NaiveDate::from_ymd_opt(2024, 8, 20).unwrap();
        assert_eq!([day(Lang::Zh, date), day(Lang::En, date)], ["8月20日", "20 Aug"]);
        assert_eq!([long_day(Lang::Zh, date), long_day(Lang::En, date)], ["2024年8月20日", "20 Aug 2024"]);
    }

    #[test]
    fn a_moment_out_of_every_calendar_is_a_number() {
        for at in [i64::MAX, i64::MIN] {
            assert_eq!(time(Moment(at), 480), format!("@{at}"));
        }
    }
}
