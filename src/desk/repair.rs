//! `rebuild`: the store from the journal, or damaged events of the journal from the store's second copies (DESIGN §4).
