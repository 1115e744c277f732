//! One file a screen: how it looks.

pub mod help;
pub mod opening;
pub mod popups;
pub mod seats;
