//! The expert's screens.

fixed_words! {
    to_score: "待评", "To score";
}
