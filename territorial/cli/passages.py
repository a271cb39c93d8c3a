"""Read many short texts, one JSON record a line, and give their reports.

A record has "id", "text" and "published", and may have "source", "url" and
"lang". A line that cannot be read is told on standard error with its number;
the others are read, and the exit code is 3. From file to file the work is done
in slices: stopped and started again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import os
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
  territorial passages large.jsonl -o reports.jsonl --jobs 2 --bad left_out.jsonl
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("passages", help="JSON Lines file; - for standard input")
    parser.add_argument("--conflict", metavar="ID", help="conflict of all texts")
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="processes that read slices of a file"
    )
    parser.add_argument(
        "--bad", metavar="FILE", help="a file for the lines that could not be read, JSON Lines"
    )
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

    if _from_file_to_file(args):
        slices = Counter("slices read", often=True)
        territorial.passages_to_file(
            args.passages,
            args.output,
            jobs=args.jobs,
            conflict=args.conflict,
            bad=args.bad,
            on_slice=lambda done, _: slices(done),
            on_bad=tell,
        )
        slices.end()
    elif args.jobs != 1 or args.bad is not None:
        raise territorial.InputError(
            "a passages file and an output in .csv or .jsonl with --jobs or --bad",
            f"{args.passages!r} and {args.output!r}",
            "name both files, or leave the options out",
        )
    else:
        reports = territorial.iter_passages(
            args.passages, conflict=args.conflict, on_bad=tell, on_line=counter
        )
        output.write_records(reports, args)
        counter.end()
    if left_out:
        print(f"territorial: {left_out} lines left out; the others are read", file=sys.stderr)
        return 3
    return 0


def _from_file_to_file(args: argparse.Namespace) -> bool:
    """Whether slices of a regular file can be read into a file of lines."""
    return (
        args.output != "-"
        and os.path.isfile(args.passages)
        and (os.path.isfile(args.output) or not os.path.exists(args.output))
        and territorial.storage.format_of(args.output).name != "parquet"
    )
