//! Where seats meet the record: one hall, views per seat, clients.

pub mod request;
pub mod view;
