"""Read many short texts, one JSON record a line, and give their reports.

A record has "id", "text" and "published", and may have "source", "url" and
"lang". A line that cannot be read is told on standard error with its number;
the others are read, and the exit code is 3.
"""

from __future__ import annotations

import argparse
import sys

import territorial
from territorial import TerritorialError
from territorial.cli import output, progress

EXAMPLE = """\
examples:
  territorial passages passages.jsonl -o reports.jsonl
  territorial passages - -o reports.csv < passages.jsonl
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("passages", help="JSON Lines file; - for standard input")
    parser.add_argument("--conflict", metavar="ID", help="conflict, as in russia-ukraine")
    output.add_options(parser)


def run(args: argparse.Namespace) -> int:
    """Read the passages one by one; exit code 3 if any was left out."""
    skipped = 0

    def tell(error: TerritorialError) -> None:
        nonlocal skipped
        skipped += 1
        print(f"territorial: left out: {error}", file=sys.stderr)

    reports = territorial.iter_passages(args.passages, conflict=args.conflict, on_bad=tell)
    output.write_records(progress.counted(reports, "reports"), args)
    if skipped:
        print(f"territorial: {skipped} lines left out", file=sys.stderr)
        return 3
    return 0
