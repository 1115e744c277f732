//! The form: sections, items, bands (DESIGN §2, DOMAIN §2).

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::keys::{Table, id, number, short, show};
use super::source::Found;
use crate::domain::{Band, Expected, FindingKind, Item, ItemId, Points, PointsError, Section, SectionId, limit};
use crate::text::Clean;

/// Reads `[[section]]`; sections with errors are left out or come without what could not be read.
pub(super) fn sections(found: &mut Found<'_, '_>, top: &Table<'_, '_>, step: Points) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut items = BTreeSet::new();
    for table in top.tables(found, "section", limit::ITEMS) {
        table.only(found, &["id", "name", "weight", "max", "bands", "item"]);
        let Some(id) = table.need(found, "id").and_then(|value| id(found, "id", value, SectionId::parse)) else {
            continue;
        };
        // `story` is the key of the whole person's text in a dossier.
        if sections.iter().any(|section| section.id == id) || id.as_str() == "story" {
            found.add(&table.span("id"), FindingKind::Repeated("section", short(id.as_str())));
            continue;
        }
        sections.push(section(found, &table, id, step, &mut items));
    }
    let count: usize = sections.iter().map(|section| section.items.len()).sum();
    if count > limit::ITEMS {
        found.add(&top.span("section"), FindingKind::TooMany("item", limit::ITEMS));
    }
    sections
}

fn section(
    found: &mut Found<'_, '_>,
    table: &Table<'_, '_>,
    id: SectionId,
    step: Points,
    known: &mut BTreeSet<ItemId>,
) -> Section {
    let name = name_or(table.line(found, "name", limit::NAME_CHARS), id.as_str());
    let weight = match table.get("weight") {
        None => Points::whole(1),
        Some(_) => table.points(found, "weight", Points::ZERO, Points::MAX).unwrap_or(Points::whole(1)),
    };
    let whole = table.get("item").is_none();
    let mut items = Vec::new();
    if whole {
        if table.get("max").is_none() {
            found.add(&table.at, FindingKind::NoMaxNoItems(id.clone()));
        }
        let own = ItemId::from(&id);
        once(found, table, &own, known);
        items.extend(item(found, table, own, name.clone(), step));
    } else {
        if table.get("max").is_some() {
            found.add(&table.span("max"), FindingKind::BothMaxAndItems(id.clone()));
        } else if table.get("bands").is_some() {
            found.add(&table.span("bands"), FindingKind::BothMaxAndItems(id.clone()));
        }
        for table in table.tables(found, "item", limit::ITEMS) {
            table.only(found, &["id", "name", "max", "bands"]);
            let id = table.need(found, "id").and_then(|value| super::keys::id(found, "id", value, ItemId::parse));
            let has_max = table.need(found, "max").is_some();
            let Some(id) = id else { continue };
            if once(found, &table, &id, known) && has_max {
                let name = name_or(table.line(found, "name", limit::NAME_CHARS), id.as_str());
                items.extend(item(found, &table, id, name, step));
            }
        }
        if table.get("item").and_then(|value| value.get_ref().as_array()).is_some_and(|list| list.iter().count() == 0) {
            found.add(&table.span("item"), FindingKind::NoMaxNoItems(id.clone()));
        }
    }
    Section { id, name, weight, items, whole }
}

/// Whether the item's id is new; tells otherwise.
fn once(found: &mut Found<'_, '_>, table: &Table<'_, '_>, id: &ItemId, known: &mut BTreeSet<ItemId>) -> bool {
    let new = known.insert(id.clone());
    if !new {
        found.add(&table.span("id"), FindingKind::Repeated("item", short(id.as_str())));
    }
    new
}

fn name_or(name: Clean, id: &str) -> Clean {
    if name.is_empty() { short(id) } else { name }
}

fn item(found: &mut Found<'_, '_>, table: &Table<'_, '_>, id: ItemId, name: Clean, step: Points) -> Option<Item> {
    let max = table.points(found, "max", Points::from_units(1)?, Points::MAX)?;
    if !max.lies_on(step) {
        found.add(&table.span("max"), FindingKind::OffStep(short("max"), step));
        return None;
    }
    let bands = bands(found, table, max, step);
    if bands.is_empty() && table.get("bands").is_none() {
        found.add(&table.span("id"), FindingKind::NoBands(id.clone()));
    }
    Some(Item { id, name, max, bands })
}

/// Bands fall from the highest to the lowest; each begins on the step, not above the maximum.
fn bands(found: &mut Found<'_, '_>, table: &Table<'_, '_>, max: Points, step: Points) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for table in table.tables(found, "bands", limit::BANDS) {
        table.only(found, &["name", "from", "text"]);
        let named = table.need(found, "name").is_some();
        let from = table.need(found, "from").is_some().then(|| from(found, &table, max, step)).flatten();
        let name = table.line(found, "name", limit::NAME_CHARS);
        let text = table.line(found, "text", limit::BAND_CHARS);
        let (Some(from), true) = (from, named) else { continue };
        if bands.last().is_some_and(|last| last.from <= from) {
            found.add(&table.span("from"), FindingKind::BandOrder);
            continue;
        }
        bands.push(Band { name, from, text });
    }
    if let Some(last) = bands.last().filter(|band| band.from > Points::ZERO) {
        found.add(&table.span("bands"), FindingKind::BandGap(last.from));
    }
    bands
}

/// Where a band begins: points, or a percentage of the maximum in quotes, rounded up to the step.
fn from(found: &mut Found<'_, '_>, table: &Table<'_, '_>, max: Points, step: Points) -> Option<Points> {
    let value = table.get("from")?;
    let at = value.span();
    let from = match value.get_ref() {
        DeValue::String(text) => {
            let Some(percent) = text.strip_suffix('%') else {
                found.add(&at, FindingKind::WrongType(short("from"), Expected::Number));
                return None;
            };
            match Points::parse(percent.trim_end()) {
                Ok(percent) if percent <= Points::whole(100) => percent_of(max, percent, step)?,
                Ok(_) => {
                    found.add(&at, FindingKind::OutOfRange(short("from"), short("0%"), short("100%")));
                    return None;
                }
                Err(error) => {
                    let error = if percent.is_empty() { PointsError::Empty } else { error };
                    found.add(&at, FindingKind::BadNumber(short(text), error));
                    return None;
                }
            }
        }
        _ => number(found, "from", value, (Points::ZERO, max))?,
    };
    if from > max {
        found.add(&at, FindingKind::BandAboveMax(max));
        return None;
    }
    if !from.lies_on(step) {
        found.add(&at, FindingKind::OffStep(show(&"from"), step));
        return None;
    }
    Some(from)
}

/// The first mark on the step at or above `percent` of `max`.
fn percent_of(max: Points, percent: Points, step: Points) -> Option<Points> {
    let exact = i128::from(max.units()) * i128::from(percent.units());
    let unit = i128::from(step.units()) * 100 * i128::from(Points::SCALE);
    let steps = exact.checked_div(unit)? + i128::from(exact.checked_rem(unit)? != 0);
    Points::from_units(i64::try_from(steps * i128::from(step.units())).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn band_percentages_are_rounded_up_to_the_step() {
        let p = |word| Points::parse(word).unwrap();
        for (max, percent, from) in [
            ("12", "90", "11"),
            ("10", "75", "7.5"),
            ("5", "90", "4.5"),
            ("8", "60", "5"),
            ("30", "90", "27"),
            ("4", "0", "0"),
        ] {
            assert_eq!(percent_of(p(max), p(percent), p("0.5")), Some(p(from)), "{percent} % of {max}");
        }
    }
}
