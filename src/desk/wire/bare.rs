//! What a peer of ill will may put into an envelope.

/// Bytes as they are, without a length.
pub(super) struct Bare<'a>(pub(super) &'a [u8]);

impl serde::Serialize for Bare<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeTuple;
        let mut tuple = to.serialize_tuple(self.0.len())?;
        for byte in self.0 {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }
}
