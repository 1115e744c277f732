//! Enums without data, both ways. Each pair is spelled out by variant, so that a variant added to the domain does not
//! compile until somebody has thought about its stored form.

use super::record;
use crate::domain::{self, tally::Standing};

macro_rules! mirror {
    ($($domain:path => $record:ident { $($variant:ident),+ $(,)? })+) => {$(
        impl From<$domain> for record::$record {
            fn from(kind: $domain) -> Self {
                match kind {
                    $(<$domain>::$variant => Self::$variant,)+
                }
            }
        }

        impl From<record::$record> for $domain {
            fn from(kind: record::$record) -> Self {
                match kind {
                    $(record::$record::$variant => <$domain>::$variant,)+
                }
            }
        }
    )+};
}

mirror! {
    domain::Aside => Aside { Conflict, Recognised, Abstained }
    domain::Average => Average { Total, Section }
    domain::Basis => Basis { File, Onsite }
    domain::Compare => Compare { Published, Exact }
    domain::ExpertsSee => ExpertsSee { Nothing, List }
    domain::Half => Half { File, Onsite }
    domain::HonourLevel => HonourLevel { National, Provincial, Municipal }
    domain::HonourReading => HonourReading { ByLevel, TopLevel, TopThenTotal }
    domain::How => How { Entered, Undone, Redone }
    domain::Level => Level { Senior, FirstSenior, SeniorFirst, Special, Chief }
    domain::Role => Role { Expert, Secretary, Supervisor }
    domain::Rounding => Rounding { HalfUp, HalfEven, Down }
    domain::Stage => Stage { Setup, Scoring, Review, Final }
    domain::TieStep => TieStep { Honours, Age }
    Standing => Standing { Selected, Contested, Reserve, BelowPass, Incomplete, Withdrawn }
}
