//! One file a screen: how it looks. `own`: what the expert's tables say alike.

pub mod check;
pub mod compare;
pub mod desk;
pub mod dossiers;
pub mod first;
pub mod help;
pub mod ladder;
pub mod office;
pub mod opening;
mod own;
pub mod popups;
pub mod seats;
mod spread;
pub mod transcribed;
