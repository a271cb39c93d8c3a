"""Read many short texts, one JSON record a line, and give their reports.

A record has "id", "text" and "published", and may have "source", "url" and
"lang". A line that cannot be read is told on standard error with its number;
the others are read, and the exit code is 3.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import territorial
from territorial.cli import output
from territorial.cli.progress import Counter

if TYPE_CHECKING:
    from territorial.readers.articles import BadRecord

EXAMPLE = """\
examples:
  territorial passages passages.jsonl -o reports.jsonl
  territorial passages - -o reports.csv < passages.jsonl
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("passages", help="JSON Lines file; - for standard input")
    parser.add_argument("--conflict", metavar="ID", help="conflict of all texts")
    output.add_options(parser)


def run(args: argparse.Namespace) -> int:
    """Read the passages one by one; exit code 3 if any was left out."""
    left_out = 0
    counter = Counter("lines read")

    def tell(bad: BadRecord) -> None:
        nonlocal left_out
        left_out += 1
        counter.end()
        print(f"territorial: line {bad.line} left out: {bad.reason}", file=sys.stderr)

    reports = territorial.iter_passages(
        args.passages, conflict=args.conflict, on_bad=tell, on_line=counter
    )
    output.write_records(reports, args)
    counter.end()
    if left_out:
        print(f"territorial: {left_out} lines left out; the others are read", file=sys.stderr)
        return 3
    return 0
