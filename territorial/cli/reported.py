"""Give the published figures that come with the library, as a reports table."""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import output

EXAMPLE = """\
examples:
  territorial reported russia-ukraine -o figures.csv
  territorial reported --list
"""

SHOWN = (
    "party",
    "kind",
    "value",
    "unit",
    "per",
    "qualifier",
    "start",
    "end",
    "attribution",
    "publisher",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("conflict", nargs="?", help="a conflict; all of them if not given")
    parser.add_argument("--list", action="store_true", help="name the conflicts and stop")
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Write the figures of one conflict or of all."""
    if args.list:
        print("\n".join(territorial.reported_conflicts()))
        return
    output.write_reports(territorial.load_reported(args.conflict), args, shown=SHOWN)
