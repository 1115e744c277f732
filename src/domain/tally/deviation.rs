pub struct Flag {
    pub seat: crate::domain::SeatId,
    pub dossier: crate::domain::Code,
    pub section: crate::domain::SectionId,
}
pub fn deviations(_: &crate::domain::Rules, _: &super::List) -> Vec<Flag> {
    vec![]
}
