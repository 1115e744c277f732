#!/usr/bin/env python3
"""Holds the program's tally against the second one, field by field.

    compare.py PROGRAM OUT_DIR

runs `PROGRAM -C DIR tally --marks DIR/marks.csv --format json` for every panel folder in OUT_DIR, prints the first
differences and one closing line. Exit 1 if anything differs.
"""

import json
import subprocess
import sys
from pathlib import Path

import tally

SHOWN = 20  # differences printed in full


def differences(mine, theirs, where=""):
    """Yields (path, expected, got) for each leaf that differs; the order of an object's fields counts too."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        if list(mine) != list(theirs):
            yield f"{where} fields", list(mine), list(theirs)
        for key in mine.keys() & theirs.keys():
            yield from differences(mine[key], theirs[key], f"{where}.{key}")
    elif isinstance(mine, list) and isinstance(theirs, list):
        if len(mine) != len(theirs):
            yield f"{where} length", len(mine), len(theirs)
        for place, (left, right) in enumerate(zip(mine, theirs)):
            name = left["code"] if isinstance(left, dict) and "code" in left else place
            yield from differences(left, right, f"{where}[{name}]")
    elif mine != theirs or type(mine) is not type(theirs):
        yield where, mine, theirs


def compare(program, folder):
    """The differences for one panel; a program that fails or prints no JSON is one difference."""
    marks = (folder / "marks.csv").resolve()
    command = [program, "-C", str(folder), "tally", "--marks", str(marks), "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if ran.returncode != 0:
        return [("exit", 0, f"{ran.returncode}: {ran.stderr.strip()[:400]}")]
    try:
        printed = json.loads(ran.stdout)
    except ValueError as error:
        return [("output", "JSON", f"{error}: {ran.stdout[:200]!r}")]
    return list(differences(tally.tally(folder, marks), printed))


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: compare.py PROGRAM OUT_DIR")
    folders = sorted(path.parent for path in Path(sys.argv[2]).glob("*/panel.toml"))
    shown = differing = candidates = 0
    for folder in folders:
        found = compare(sys.argv[1], folder)
        differing += bool(found)
        candidates += len(list((folder / "dossiers").glob("*.toml")))
        for where, mine, theirs in found:
            if shown < SHOWN:
                print(f"{folder.name} {where}: expected {mine!r}, got {theirs!r}")
            shown += 1
    print(f"{len(folders)} panels, {candidates} dossiers: {len(folders) - differing} agree, {differing} differ in {shown} fields")
    sys.exit(1 if differing or not folders else 0)


if __name__ == "__main__":
    main()
