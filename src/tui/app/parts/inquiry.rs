//! A view that a page shows: one question at a time, and one more after it, however many pushes come meanwhile.

/// The question under way.
#[derive(Debug, Default)]
pub struct Inquiry {
    asked: Option<u64>,
    /// Something changed since.
    stale: bool,
}

impl Inquiry {
    /// It was asked under this number; the answer to an earlier one is nobody's.
    pub fn asked(&mut self, id: u64) {
        self.asked = Some(id);
    }

    /// Something changed. True: to be asked now; else once the answer that is under way has come.
    pub fn is_due(&mut self) -> bool {
        self.stale |= self.asked.is_some();
        self.asked.is_none()
    }

    /// Whether this is its answer; then, whether something changed since, so that it is to be asked anew.
    pub fn answered(&mut self, id: u64) -> Option<bool> {
        self.asked.take_if(|asked| *asked == id)?;
        Some(std::mem::take(&mut self.stale))
    }

    /// Whether an answer is under way.
    pub fn is_open(&self) -> bool {
        self.asked.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_pushes_is_one_more_question_after_the_answer() {
        let mut inquiry = Inquiry::default();
        assert!(inquiry.is_due());
        inquiry.asked(1);
        assert!(!inquiry.is_due() && !inquiry.is_due());
        assert_eq!((inquiry.answered(7), inquiry.answered(1)), (None, Some(true)));
        inquiry.asked(2);
        assert_eq!((inquiry.answered(2), inquiry.answered(2)), (Some(false), None));
    }

    #[test]
    fn only_the_last_question_has_an_answer() {
        let mut inquiry = Inquiry::default();
        inquiry.asked(1);
        inquiry.asked(2);
        assert_eq!((inquiry.answered(1), inquiry.answered(2)), (None, Some(false)));
    }
}
