"""Compares the reports of a table with gold rows, for the tests of the table reader.

Conventions: a gold row holds value, unit, start, end, party, kind and what else is
to be right; `_same_as` names (from 0) the row whose amount it tells in another unit.
"""

from __future__ import annotations

import json
from pathlib import Path

KEYS = ("value", "unit", "start", "end", "party", "kind")
SIDE = ("qualifier", "low", "high", "per", "basis", "place", "attribution")
SIDECARS = (".gold.jsonl", ".args.json", ".error.json")


def table_of(folder, stem):
    """The table file of a stem."""
    [path] = [
        path
        for path in Path(folder).iterdir()
        if path.name.split(".")[0] == stem and not path.name.endswith(SIDECARS)
    ]
    return path


def args_of(folder, stem):
    """The hints that go with a table."""
    path = Path(folder) / f"{stem}.args.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def gold_of(folder, stem):
    """The rows that a table should give."""
    text = (Path(folder) / f"{stem}.gold.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def plain(report):
    """A report as the gold writes it."""
    row = {name: getattr(report, name) for name in (*KEYS, *SIDE)}
    for name in ("start", "end"):
        row[name] = row[name] and row[name].isoformat()
    if row["kind"] == "control":
        row["basis"] = None
    return row


def differences(gold, records):
    """What differs between the gold rows and the records, in words; empty when all is right."""
    found = [plain(record) for record in records]
    said = []
    matched = {}
    for n, wanted in enumerate(gold):
        for k, row in enumerate(found):
            if k not in matched.values() and all(row[key] == wanted[key] for key in KEYS):
                side = {key: (wanted[key], row[key]) for key in SIDE if row[key] != wanted[key]}
                matched[n] = k
                if side:
                    said.append(f"row {n}: wanted and given {side}")
                break
        else:
            said.append(f"missing: {wanted}")
    said += [f"too many: {row}" for k, row in enumerate(found) if k not in matched.values()]
    for n, wanted in enumerate(gold):
        first = wanted.get("_same_as")
        if n in matched and first is not None and first in matched:
            if records[matched[n]].restates != records[matched[first]].report_id:
                said.append(f"row {n} does not restate row {first}")
        elif n in matched and records[matched[n]].restates is not None:
            said.append(f"row {n} restates another")
    return said
