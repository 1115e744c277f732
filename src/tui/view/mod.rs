//! How things look.
//!
//! - [`put`]: the only place which writes strings into a buffer;
//! - [`backdrop`]: the ground a popup stands on;
//! - [`strokes`], [`painter`]: a frame as it is drawn, and how of its changed rows cells are made and sent;
//! - [`canvas`], [`frame`], [`columns`]: what every screen is drawn with; [`screens`]: one file a screen;
//! - [`theme`]: what colours and attributes mean.
//!
//! Invariant of the room: no text widget of a library draws here. They lay out with their own width,
//! and one of them drops characters beside Chinese (PITFALLS 8, 23).

pub mod backdrop;
pub mod canvas;
pub mod columns;
mod draw;
pub mod frame;
pub mod painter;
pub mod put;
pub mod screens;
pub mod strokes;
pub mod theme;

pub use draw::draw;

#[cfg(test)]
mod frames_tests;
