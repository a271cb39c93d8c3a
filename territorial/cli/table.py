"""Read a table (CSV, Excel, ODS, web page, Markdown, JSON, Parquet) and give its reports.

What the table does not say can be told by options; nothing is converted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from typing import Any

import territorial
from territorial.cli import output

EXAMPLE = """\
examples:
  territorial table monthly.xlsx -o reports.csv
  territorial table gains.csv --party russia --kind gain --unit km^2
  territorial table gains.csv --column "Net=amount" --explain
"""

TEXTS = {
    "party": "whose figures they are, as in russia",
    "kind": "gain, loss, control or net",
    "unit": "unit of figures that have none, as in km^2",
    "basis": "gross or net",
    "per": "day, week or month, for rates",
    "place": "which ground they are about",
    "scope": "which ground counts, as in 'with Kursk'",
    "attribution": "whom the table credits",
    "publisher": "where it was published",
    "published": "the day on which it was, as in 2025-02-07",
    "url": "its address",
    "conflict": "conflict, as in russia-ukraine",
    "sheet": "read this sheet alone",
    "encoding": "of a text, where it is not found",
    "separator": "of a text, where it is not found",
    "decimal": "decimal mark, where the figures leave it open",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", help="the table; - for standard input")
    parser.add_argument(
        "--explain", action="store_true", help="say what was understood instead of the reports"
    )
    group = parser.add_argument_group("what the table does not say")
    for name, text in TEXTS.items():
        group.add_argument(f"--{name}", metavar=name.upper(), help=text)
    group.add_argument("--year", type=int, metavar="YEAR", help="of periods that name none")
    group.add_argument("--table", type=int, metavar="N", help="read this table of the file alone")
    group.add_argument("--header", type=int, metavar="ROW", help="number of the header row")
    group.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADER=ROLE",
        help="what a column holds (amount, party, period, place, note ...); may be repeated",
    )
    group.add_argument(
        "--missing", action="append", default=[], metavar="WORD", help="stands for no figure"
    )
    order = group.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", dest="dayfirst", action="store_true", default=None, help="3/4 is 3 April"
    )
    order.add_argument(
        "--month-first", dest="dayfirst", action="store_false", default=None, help="3/4 is 4 March"
    )
    output.add_options(parser)


def _hints(args: argparse.Namespace) -> dict[str, Any]:
    names = [*TEXTS, "year", "table", "header", "dayfirst"]
    hints = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    columns = {}
    for told in args.column:
        header, found, role = told.rpartition("=")
        if not found:
            raise territorial.InputError(
                "HEADER=ROLE", repr(told), 'write it as in --column "Net=amount"', where="--column"
            )
        columns[header] = role
    return hints | {"columns": columns, "missing": args.missing}


def run(args: argparse.Namespace) -> None:
    """Read the table and write its reports, or what was understood."""
    hints = _hints(args)
    if args.path != "-":
        _read(args.path, hints, args)
        return
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "standard input")
        with open(name, "wb") as file:
            file.write(sys.stdin.buffer.read())
        _read(name, hints, args)


def _read(path: str, hints: dict[str, Any], args: argparse.Namespace) -> None:
    if args.explain:
        print(territorial.read_table(path, explain=True, **hints))
    else:
        output.write_records(territorial.table_records(path, **hints), args)
