//! Chance that can be repeated: the seed is printed, and `SHOUXI_SEED` sets it.

/// A small generator (xorshift).
pub(crate) struct Lots(u64);

impl Lots {
    /// From the seed of the environment, or `seed`; says which.
    pub(crate) fn new(what: &str, seed: u64) -> Self {
        let seed = number("SHOUXI_SEED").unwrap_or(seed).max(1);
        println!("{what}: SHOUXI_SEED={seed}");
        Self(seed)
    }

    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// A number of the environment.
pub(crate) fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// How often something is tried: as the environment says, or `usual`.
pub(crate) fn times(name: &str, usual: u64) -> u64 {
    number(name).unwrap_or(usual)
}
