#!/usr/bin/env python3
"""A second tally, written from the rules alone and sharing nothing with the program.

    tally.py PANEL_DIR MARKS.csv

prints the JSON that `shouxi -C PANEL_DIR tally --marks MARKS.csv --format json` must print. It is slow and plain on
purpose: fractions everywhere, no binary floating point, one function a rule, so that it can be checked by eye.
Python 3.11 or later, standard library only.
"""

import csv
import datetime
import json
import re
import sys
import tomllib
import unicodedata
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

LEVELS = ("national", "provincial", "municipal")
BASES = ("file", "onsite")
# A row with an empty item and one of these leaves its sheet out of the tally.
LEFT_OUT = {"recused-conflict", "recused-recognised", "abstained", "excused"}
POINTS = re.compile(r"[0-9]+(\.[0-9]+)?")


def read_toml(path):
    with open(path, "rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def exactly(number):
    """An integer or a Decimal as a fraction, from its written digits."""
    return Fraction(number)


# --- the panel -------------------------------------------------------------------------------------------------------


class Rules:
    def __init__(self, panel):
        scoring, tally = panel.get("scoring", {}), panel.get("tally", {})
        self.title = panel["title"]
        self.quota = panel["quota"]
        self.as_of = panel["as_of"]
        self.step = exactly(scoring.get("step", Decimal("0.5")))
        self.basis = scoring.get("basis", "onsite-first")
        self.average = tally.get("average", "total")
        self.drop = tally.get("drop", 0)
        self.drop_from = tally.get("drop_from", 1)
        self.min_sheets = tally.get("min_sheets", 1)
        self.decimals = tally.get("decimals", 2)
        self.rounding = tally.get("rounding", "half-up")
        self.compare = tally.get("compare", "published")
        self.passing = exactly(tally["pass"]) if "pass" in tally else None
        self.tie_break = tally.get("tie_break", ["honours", "age"])
        self.honours = tally.get("honours", "by-level")
        self.young = tally.get("young", 45)
        # One (id, weight, {item id: max}) a section, in the form's order. A section scored as a whole is its own item.
        self.sections = []
        for section in panel["section"]:
            items = {i["id"]: exactly(i["max"]) for i in section.get("item", [])}
            if not items:
                items = {section["id"]: exactly(section["max"])}
            self.sections.append((section["id"], exactly(section.get("weight", 1)), items))
        self.items = {item: top for _, _, items in self.sections for item, top in items.items()}
        self.experts = {seat["id"] for seat in panel["seat"] if seat["role"] == "expert"}
        self.visits = {(seat, visit["dossier"]) for visit in panel.get("visit", []) for seat in visit["seats"]}


def round_to(rules, value):
    """Rounds a value ≥ 0 once, from its exact fraction."""
    scaled = value * 10**rules.decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    if rules.rounding == "half-up":
        up = twice >= scaled.denominator
    elif rules.rounding == "half-even":
        up = twice > scaled.denominator or (twice == scaled.denominator and whole % 2 == 1)
    elif rules.rounding == "down":
        up = False
    else:
        raise ValueError(f"unknown rounding {rules.rounding!r}")
    return Fraction(whole + up, 10**rules.decimals)


def written(rules, value):
    """A rounded value with exactly `decimals` digits after the point."""
    units = value * 10**rules.decimals
    assert units.denominator == 1
    if rules.decimals == 0:
        return str(units.numerator)
    whole, part = divmod(units.numerator, 10**rules.decimals)
    return f"{whole}.{part:0{rules.decimals}d}"


# --- a candidate's facts ---------------------------------------------------------------------------------------------


def born_on(text_or_date):
    """A birth date; a month alone counts as its first day."""
    if isinstance(text_or_date, datetime.date):
        return text_or_date.year, text_or_date.month, text_or_date.day
    year, month = text_or_date.split("-")
    return int(year), int(month), 1


def whole_years(born, as_of):
    """Completed years on a day. Comparing (month, day) makes 29 February come round on 1 March in common years."""
    year, month, day = born
    return as_of.year - year - ((as_of.month, as_of.day) < (month, day))


class Facts:
    def __init__(self, rules, dossier):
        self.code = dossier["code"]
        self.honours = dict.fromkeys(LEVELS, 0)
        for honour in dossier.get("honours", []):
            if honour.get("counted", True):
                self.honours[honour["level"]] += honour.get("count", 1)
        self.age = whole_years(born_on(dossier["born"]), rules.as_of) if "born" in dossier else None
        if dossier.get("confidential", False):
            self.young = dossier.get("young", False)
        else:
            self.young = self.age is not None and self.age <= rules.young


# --- the marks -------------------------------------------------------------------------------------------------------


def points_of(text, row):
    folded = unicodedata.normalize("NFKC", text.replace("。", "."))
    if not POINTS.fullmatch(folded):
        raise ValueError(f"row {row}: {text!r} is not points")
    return exactly(Decimal(folded))


def read_marks(rules, codes, path):
    """All marks of the file as {(seat, code): {(item, basis): points}}, and the sheets a declaration leaves out."""
    sheets, left_out = {}, set()
    with open(path, encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            seat, code, item, basis = row["seat"], row["dossier"], row["item"], row["basis"]
            if seat not in rules.experts or code not in codes:
                raise ValueError(f"row {number}: no expert seat {seat!r} or no dossier {code!r}")
            if item == "":
                if (row.get("state") or "") in LEFT_OUT:
                    left_out.add((seat, code))
                continue
            if item not in rules.items or basis not in BASES:
                raise ValueError(f"row {number}: no item {item!r} or no basis {basis!r}")
            points = points_of(row["points"], number)
            if points > rules.items[item] or (points / rules.step).denominator != 1:
                raise ValueError(f"row {number}: {points} is above the maximum or off the step")
            marks = sheets.setdefault((seat, code), {})
            if (item, basis) in marks:
                raise ValueError(f"row {number}: this mark stands twice")
            marks[item, basis] = points
    return sheets, left_out


def is_complete(rules, sheet, marks):
    """Every item on at least one basis; where a visit is due also at least one on-site mark."""
    every = all(any((item, basis) in marks for basis in BASES) for item in rules.items)
    visited = sheet not in rules.visits or any(basis == "onsite" for _, basis in marks)
    return every and visited


def item_value(rules, marks, item):
    onsite, paper = marks.get((item, "onsite")), marks.get((item, "file"))
    if onsite is None:
        return paper
    if paper is None or rules.basis == "onsite-first":
        return onsite
    return (onsite * rules.basis["onsite"] + paper * rules.basis["file"]) / 100


# --- one line --------------------------------------------------------------------------------------------------------


def mean(values):
    return sum(values, Fraction(0)) / len(values)


class Line:
    """What one dossier's counted sheets come to. `sheets` is [(seat, {section id: value})]."""

    def __init__(self, rules, facts, sheets):
        self.facts = facts
        self.count = len(sheets)
        self.score = self.exact = self.rank = None
        self.dropped, self.sections, self.standing = [], {}, "incomplete"
        if self.count < rules.min_sheets or self.count == 0:
            return
        switched_on = self.count >= rules.drop_from and self.count > 2 * rules.drop
        ends = rules.drop if switched_on else 0
        if rules.average == "total":
            self.average_totals(rules, sheets, ends)
        else:
            self.average_sections(rules, sheets, ends)

    def average_totals(self, rules, sheets, ends):
        totals = [(sum(values[s] * weight for s, weight, _ in rules.sections), seat, values) for seat, values in sheets]
        totals.sort(key=lambda line: (line[0], line[1].encode()))
        kept = totals[ends : self.count - ends]
        self.dropped = sorted((seat for _, seat, _ in totals[:ends] + totals[self.count - ends :]), key=str.encode)
        self.exact = mean([total for total, _, _ in kept])
        self.score = round_to(rules, self.exact)
        self.sections = {s: round_to(rules, mean([values[s] for _, _, values in kept])) for s, _, _ in rules.sections}

    def average_sections(self, rules, sheets, ends):
        self.exact = Fraction(0)
        for section, weight, _ in rules.sections:
            kept = sorted(values[section] for _, values in sheets)[ends : self.count - ends]
            self.sections[section] = round_to(rules, mean(kept))
            self.exact += round_to(rules, self.sections[section] * weight)
        self.score = round_to(rules, self.exact)


# --- the order -------------------------------------------------------------------------------------------------------


def honours_key(rules, held):
    if rules.honours == "by-level":
        return tuple(held[level] for level in LEVELS)
    top = next((height for height, level in zip((3, 2, 1), LEVELS) if held[level] > 0), 0)
    if top == 0:
        return (0, 0)
    return (top, held[LEVELS[3 - top]] if rules.honours == "top-level" else sum(held.values()))


def steps(rules, line):
    """The named steps of the order, larger first at each."""
    named = [("score", line.score if rules.compare == "published" else line.exact)]
    for step in rules.tie_break:
        named.append((step, honours_key(rules, line.facts.honours) if step == "honours" else line.facts.young))
    return named


def rank(rules, lines):
    ranked = [line for line in lines if line.score is not None]
    ranked.sort(key=lambda line: line.facts.code.encode())
    ranked.sort(key=lambda line: [value for _, value in steps(rules, line)], reverse=True)  # stable, reversed or not
    start = 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and steps(rules, ranked[end]) == steps(rules, ranked[start]):
            end += 1
        for line in ranked[start:end]:
            line.rank = start + 1
            if rules.passing is not None and line.score < rules.passing:
                line.standing = "below-pass"
            elif end <= rules.quota:
                line.standing = "selected"
            elif start >= rules.quota:
                line.standing = "reserve"
            else:
                line.standing = "contested"
        start = end
    unranked = sorted((line for line in lines if line.score is None), key=lambda line: line.facts.code.encode())
    return ranked, unranked


def ahead_by(rules, line, following):
    for (step, mine), (_, theirs) in zip(steps(rules, line), steps(rules, following)):
        if mine > theirs:
            return step
    return "tied"


def candidate(rules, line, ahead):
    ranked = line.score is not None
    return {
        "rank": line.rank,
        "code": line.facts.code,
        "standing": line.standing,
        "score": written(rules, line.score) if ranked else None,
        "exact": str(line.exact) if ranked else None,
        "sheets": line.count,
        "dropped": line.dropped,
        "sections": {section: written(rules, value) for section, value in line.sections.items()},
        "honours": line.facts.honours,
        "age": line.facts.age,
        "ahead_by": ahead,
    }


def tally(panel_dir, marks_csv):
    panel_dir = Path(panel_dir)
    rules = Rules(read_toml(panel_dir / "panel.toml"))
    facts = [Facts(rules, read_toml(path)) for path in sorted((panel_dir / "dossiers").glob("*.toml"))]
    marks, left_out = read_marks(rules, {f.code for f in facts}, marks_csv)
    counted = {f.code: [] for f in facts}
    for (seat, code), sheet in marks.items():
        if (seat, code) in left_out or not is_complete(rules, (seat, code), sheet):
            continue
        values = {s: sum(item_value(rules, sheet, item) for item in items) for s, _, items in rules.sections}
        counted[code].append((seat, values))
    ranked, unranked = rank(rules, [Line(rules, f, counted[f.code]) for f in facts])
    behind = [ahead_by(rules, a, b) for a, b in zip(ranked, ranked[1:])] + [None]
    candidates = [candidate(rules, line, ahead) for line, ahead in zip(ranked, behind)]
    candidates += [candidate(rules, line, None) for line in unranked]
    return {"title": rules.title, "quota": rules.quota, "events": 0, "head": None, "candidates": candidates}


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: tally.py PANEL_DIR MARKS.csv")
    print(json.dumps(tally(sys.argv[1], sys.argv[2]), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
