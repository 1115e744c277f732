//! Numbers as they are printed.

use std::time::Duration;

/// What a number of people waited, each time.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn new(mut waited: Vec<Duration>) -> Self {
        waited.sort_unstable();
        Self(waited)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Of a hundred, so many waited no longer than this.
    pub(crate) fn part(&self, of_a_hundred: usize) -> Duration {
        let place = (self.0.len() * of_a_hundred / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).copied().unwrap_or_default()
    }

    pub(crate) fn p50(&self) -> f64 {
        ms(self.part(50))
    }

    pub(crate) fn p99(&self) -> f64 {
        ms(self.part(99))
    }

    pub(crate) fn longest(&self) -> f64 {
        ms(self.0.last().copied().unwrap_or_default())
    }

    /// How many a second, when they were gathered in `time`.
    pub(crate) fn rate(&self, time: Duration) -> f64 {
        self.0.len() as f64 / time.as_secs_f64()
    }

    /// One line of a table.
    pub(crate) fn told(&self, name: &str, rest: &str) {
        let (p50, p99, longest) = (self.p50(), self.p99(), self.longest());
        println!("{name:<52} p50 {p50:>7.3} ms  p99 {p99:>7.3} ms  longest {longest:>8.3} ms  {rest}");
    }

    /// One line of a table, with how many there were a second.
    pub(crate) fn told_rate(&self, name: &str, time: Duration) {
        self.told(name, &format!("{:>8.0} a second", self.rate(time)));
    }
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
