"""Hold reported gains, losses and levels against what maps of control show over the same days."""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import output

EXAMPLE = """\
examples:
  territorial snapshots maps/ --party russia -o control.csv
  territorial against reports.csv control.csv
  territorial against reports.csv control.csv --convention first-first --unit mi^2 -o checked.csv
"""

SHOWN = (
    "start end party kind attribution reported map unit ratio agrees convention nearest flags"
).split()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument("control", help="levels of control, from the command snapshots")
    parser.add_argument("--unit", help="unit of the result; default: km^2")
    parser.add_argument(
        "--convention",
        choices=("last-last", "first-last", "first-first", "second-second"),
        help="between which maps a period lies; default: last-last",
    )
    parser.add_argument(
        "--label-offset", type=int, metavar="DAYS", help="days after its state that a map is dated"
    )
    parser.add_argument(
        "--carry", type=int, metavar="DAYS", help="how long a map stands in for missing ones"
    )
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Compare the two tables."""
    names = ("unit", "convention", "label_offset", "carry")
    chosen = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    table = territorial.against_maps(
        output.read_reports(args.reports), territorial.read_reports(args.control), **chosen
    )
    output.write_table(table, args, shown=SHOWN)
