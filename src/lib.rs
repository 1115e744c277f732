//! shouxi.
pub mod codec;
pub mod text;
