#!/usr/bin/env python3
"""Random panels for comparing two tallies.

    random_panels.py SEED N OUT_DIR

writes OUT_DIR/panel-0001 … with panel.toml, dossiers/ and marks.csv. Every folder passes `shouxi check`. The draws lean
to what goes wrong: ties (few values, coarse steps), too few sheets, recusals beside marks, lone marks under a split
basis, sections that weigh nothing, birthdays on the day. The same seed gives the same panels.
"""

import calendar
import datetime
import random
import sys
from decimal import Decimal
from pathlib import Path

STEPS = ["0.01", "0.1", "0.2", "0.25", "0.5", "1", "2", "0.125"]
WEIGHTS = ["0", "0.3333", "0.8", "1", "1.5", "1.6", "2", "0.05", "10"]
LEVELS = ["高级技师", "一级/高级技师", "高级技师（一级）", "高级技师(一级)", "特级技师", "首席技师"]
TRADES = ["数控车工", "焊工", "钳工", "船体装配工", "中式面点师", "养殖工"]
FIELDS = ["先进制造业", "海洋产业", "现代服务业", "战略性新兴产业"]
HONOURS = {"national": "国家级称号", "provincial": "省级称号", "municipal": "市级称号"}
STATES = ["recused-conflict", "recused-recognised", "abstained", "excused"]
NUMERALS = "甲乙丙丁戊己庚辛"


def text(value):
    """A TOML or CSV number without an exponent and without idle zeros."""
    value = Decimal(value)
    return format(value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize(), "f")


def quoted(words):
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


class Draw:
    """One panel: the settings, then the dossiers, then the marks."""

    def __init__(self, rng):
        self.rng = rng
        self.step = Decimal(rng.choice(STEPS))
        self.split = rng.random() < 0.35
        self.experts = [f"E{n:02d}" for n in range(1, rng.choice([1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 9]) + 1)]
        if rng.random() < 0.2:  # names whose order by bytes is not the order of a person
            self.experts = [rng.choice(["e", "E", "_", "9", "-"]) + seat for seat in self.experts]
        rng.shuffle(self.experts)
        self.codes = self.draw_codes(rng.randint(1, 16))
        self.as_of = self.draw_as_of()
        self.sections = [self.draw_section(n) for n in range(rng.randint(1, 4))]
        if all(section["weight"] == 0 for section in self.sections):
            self.sections[0]["weight"] = Decimal(1)
        self.items = [item for section in self.sections for item in section["items"]]
        self.visits = self.draw_visits()

    def draw_codes(self, count):
        codes = set()
        while len(codes) < count:
            codes.add(self.rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") + "".join(self.rng.choices("23456789", k=3)))
        return self.rng.sample(sorted(codes), count)

    def draw_as_of(self):
        fixed = [(2024, 2, 28), (2024, 2, 29), (2023, 2, 28), (2023, 3, 1), (2024, 7, 31), (2024, 12, 31)]
        return datetime.date(*self.rng.choice(fixed))

    def draw_max(self):
        """A maximum on the step; often so few steps that totals must collide."""
        return self.step * self.rng.choice([1, 2, 3, 4, 5, 8, 20, 40, 60])

    def draw_section(self, number):
        rng = self.rng
        section = {"id": rng.choice(["s", "S.", "sec-", "a_b"]) + str(number), "weight": None, "whole": rng.random() < 0.5}
        if rng.random() < 0.7:
            section["weight"] = Decimal(rng.choice(WEIGHTS))
        if section["whole"]:
            section["items"] = [(section["id"], self.draw_max())]
        else:
            section["items"] = [(f"{section['id']}.i{n}", self.draw_max()) for n in range(rng.randint(1, 4))]
        return section

    def draw_visits(self):
        visits = []
        for code in self.codes:
            if self.rng.random() < 0.2:
                seats = self.rng.sample(self.experts, self.rng.randint(1, len(self.experts)))
                visits.append((code, seats))
        return visits

    def maximum(self):
        weight = lambda section: Decimal(1) if section["weight"] is None else section["weight"]
        return sum(weight(section) * top for section in self.sections for _, top in section["items"])

    # --- panel.toml --------------------------------------------------------------------------------------------------

    def panel(self, number):
        rng = self.rng
        lines = [f'title = "随机评审组 {number}"', f"quota = {rng.randint(1, 12)}", f"as_of = {self.as_of}"]
        if rng.random() < 0.3:
            lines.append("witness = []")
        lines += ["", "[scoring]"] + self.scoring() + ["", "[tally]"] + self.tally()
        if rng.random() < 0.3:
            lines += ["", "[view]", f'experts = "{rng.choice(["nothing", "list"])}"']
        for position, section in enumerate(self.sections):
            lines += self.section(section, position)
        for seat in self.experts:
            lines += ["", "[[seat]]", f'id = "{seat}"', 'role = "expert"']
        lines += ["", "[[seat]]", 'id = "S01"', 'role = "secretary"']
        for code, seats in self.visits:
            lines += ["", "[[visit]]", f'dossier = "{code}"', f"seats = {quoted(seats)}", f"date = {self.as_of}"]
        return "\n".join(lines) + "\n"

    def scoring(self):
        rng, lines = self.rng, []
        if self.step != Decimal("0.5") or rng.random() < 0.5:
            lines.append(f"step = {text(self.step)}")
        if self.split:
            onsite = rng.choice([10, 25, 33, 40, 50, 67, 90])
            lines.append(f"basis = {{ onsite = {onsite}, file = {100 - onsite} }}")
        elif rng.random() < 0.5:
            lines.append('basis = "onsite-first"')
        if rng.random() < 0.5:
            lines.append(f"deviation = {rng.choice([5, 20, 100])}")
        return lines

    def tally(self):
        rng = self.rng
        broken = rng.sample(["honours", "age"], rng.randint(0, 2))
        passing = self.maximum() * rng.choice([0, 30, 50, 60, 75, 100]) / 100
        settings = {
            "average": rng.choice(['"total"', '"section"']),
            "drop": rng.choice([0, 1, 1, 1, 2, 3]),
            "drop_from": rng.choice([1, 2, 3, 4, 5, 7]),
            "min_sheets": rng.choice([1, 1, 2, 3, 5]),
            "decimals": rng.choice([0, 1, 2, 2, 3, 4]),
            "rounding": rng.choice(['"half-up"', '"half-even"', '"down"']),
            "compare": rng.choice(['"published"', '"exact"']),
            "pass": text(passing.quantize(Decimal("0.0001"), rounding="ROUND_FLOOR")),
            "tie_break": quoted(broken),
            "honours": rng.choice(['"by-level"', '"top-level"', '"top-then-total"']),
            "young": rng.choice([30, 40, 45, 45, 50]),
        }
        return [f"{key} = {value}" for key, value in settings.items() if rng.random() < 0.85]

    def section(self, section, position):
        lines = ["", "[[section]]", f'id = "{section["id"]}"', f'name = "板块{NUMERALS[position]}"']
        if section["weight"] is not None:
            lines.append(f"weight = {text(section['weight'])}")
        if section["whole"]:
            return lines + self.top_and_bands(section["items"][0][1])
        for place, (item, top) in enumerate(section["items"]):
            name = f"评分项{NUMERALS[position]}{NUMERALS[place]}"
            lines += ["", "[[section.item]]", f'id = "{item}"', f'name = "{name}"'] + self.top_and_bands(top)
        return lines

    def top_and_bands(self, top):
        lines = [f"max = {text(top)}"]
        if top >= 4 * self.step and self.rng.random() < 0.3:
            half = top // 2 // self.step * self.step
            bands = f'{{ name = "优", from = {text(top - self.step)}, text = "领先" }}, {{ name = "良", from = {text(half)}, text = "较好" }}'
            lines.append(f"bands = [ {bands} ]")
        return lines

    # --- dossiers ----------------------------------------------------------------------------------------------------

    def dossier(self, code):
        rng = self.rng
        lines = [f'code = "{code}"', f'trade = "{rng.choice(TRADES)}"', f'level = "{rng.choice(LEVELS)}"']
        if rng.random() < 0.5:
            lines.append(f'field = "{rng.choice(FIELDS)}"')
        if rng.random() < 0.12:
            return "\n".join(lines + self.confidential()) + "\n"
        if rng.random() < 0.9:
            lines.append(f"born = {self.born()}")
        if rng.random() < 0.1:
            lines.append("title_year = 2019")
        if rng.random() < 0.3:
            lines.append("confidential = false")
        lines += self.honours()
        if rng.random() < 0.2:
            lines.append('awards = [ { title = "技能竞赛第一名", year = 2018 } ]')
        lines += ["", "[text]"] + [f'"{section["id"]}" = "［本人］的工作情况"' for section in self.sections]
        return "\n".join(lines) + "\n"

    def confidential(self):
        lines = ["confidential = true"]
        held = [level for level in HONOURS if self.rng.random() < 0.5]
        if held:
            counts = ", ".join(f'{{ level = "{level}", count = {self.rng.randint(1, 3)} }}' for level in held)
            lines.append(f"honours = [ {counts} ]")
        if self.rng.random() < 0.6:
            lines.append(f"young = {self.rng.choice(['true', 'false'])}")
        return lines

    def born(self):
        """Births near a limit, a leap day, a month without a day."""
        rng, year = self.rng, self.as_of.year - self.rng.choice([30, 31, 40, 41, 44, 45, 46, 50, 51, 57])
        if rng.random() < 0.2 and calendar.isleap(year // 4 * 4):
            return f"{year // 4 * 4}-02-29"
        if rng.random() < 0.2:
            return f'"{year}-{rng.choice([self.as_of.month, 1, 12, 3]):02d}"'
        near = datetime.date(year, self.as_of.month, min(self.as_of.day, 28))
        return str(near + datetime.timedelta(days=rng.choice([-1, 0, 0, 1, 2, 100, -100])))

    def honours(self):
        rng, held = self.rng, []
        for level, title in HONOURS.items():
            for n in range(rng.choice([0, 0, 1, 1, 2])):
                counted = ", counted = false" if rng.random() < 0.15 else rng.choice(["", "", ", counted = true"])
                held.append(f'{{ level = "{level}", title = "{title}{NUMERALS[n]}", year = {rng.randint(2005, 2023)}{counted} }}')
        rng.shuffle(held)
        return [f"honours = [ {', '.join(held)} ]"] if held or rng.random() < 0.5 else []

    # --- marks -------------------------------------------------------------------------------------------------------

    def marks(self):
        rng, rows = self.rng, []
        few = rng.random() < 0.5  # every mark one of two values: ties
        same = {}  # and now and then one dossier copies another's sheets
        for code in self.codes:
            attendance = rng.choice([1, 1, 1, 0.9, 0.7, 0.3])
            copied = rng.choice([None, None, *same]) if same else None
            sheets = {} if copied is None else same[copied]
            if copied is None:
                for seat in self.experts:
                    if rng.random() < attendance:
                        sheets[seat] = self.sheet(seat, code, few)
                same[code] = sheets
            for seat, (marks, state, note) in sheets.items():
                rows += [[seat, code, item, basis, points, "", "drafting"] for item, basis, points in marks]
                if state or note:
                    rows.append([seat, code, "", "", "", note, state])
        if rng.random() < 0.5:
            rng.shuffle(rows)
        return self.csv(rows)

    def sheet(self, seat, code, few):
        rng = self.rng
        due = any(code == visited and seat in seats for visited, seats in self.visits)
        way = rng.choice(["file", "file", "onsite", "both", "mixed"]) if not due else rng.choice(["both", "mixed", "file", "onsite"])
        marks = []
        for item, top in self.items:
            bases = {"file": ["file"], "onsite": ["onsite"], "both": ["file", "onsite"]}.get(way)
            bases = bases or rng.choice([["file"], ["onsite"], ["file", "onsite"]])
            marks += [(item, basis, self.points(top, few)) for basis in bases]
        if rng.random() < 0.08:
            marks.pop(rng.randrange(len(marks)))  # often an unscored item, sometimes the lone half of one
        state = rng.choice(STATES) if rng.random() < 0.06 else ""
        if state and rng.random() < 0.4:
            marks = []
        note = rng.choice(["材料翔实，数据可核", '写明"第三方检测"', "与现场一致"]) if rng.random() < 0.1 else ""
        return marks, state, note or ("原因见记录" if state else "")

    def points(self, top, few):
        rng, most = self.rng, int(top / self.step)
        taken = rng.choice([most, max(most - 1, 0)]) if few else rng.choice([0, most, rng.randint(0, most), rng.randint(most // 2, most)])
        points = text(self.step * taken)
        if rng.random() < 0.05:
            points += "0" if "." in points else ".0"
        if rng.random() < 0.03:  # as an input method may leave it
            points = points.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        return points

    def csv(self, rows):
        rng = self.rng
        needs_state = any(row[2] == "" and row[6] for row in rows)
        needs_note = any(row[5] for row in rows)
        columns = 7 if needs_state or needs_note or rng.random() < 0.5 else 5
        lines = ["seat,dossier,item,basis,points,note,state".split(",")[:columns]] + [row[:columns] for row in rows]
        quote = lambda cell: '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '",') else cell
        end = rng.choice(["\n", "\n", "\r\n"])
        return rng.choice(["", "", "\ufeff"]) + "".join(",".join(map(quote, line)) + end for line in lines)


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: random_panels.py SEED N OUT_DIR")
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    for number in range(1, count + 1):
        draw = Draw(random.Random(f"{seed}/{number}"))
        folder = out / f"panel-{number:04d}"
        (folder / "dossiers").mkdir(parents=True, exist_ok=True)
        (folder / "panel.toml").write_text(draw.panel(number), encoding="utf-8")
        for code in draw.codes:
            (folder / "dossiers" / f"{code}.toml").write_text(draw.dossier(code), encoding="utf-8")
        with open(folder / "marks.csv", "w", encoding="utf-8", newline="") as file:
            file.write(draw.marks())


if __name__ == "__main__":
    main()
