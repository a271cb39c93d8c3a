"""Where results go: a file by its ending, or standard output as text, CSV or JSON Lines."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence

import territorial
from territorial import InputError
from territorial.structures import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from territorial import Report

STREAM_FORMATS = ("text", "csv", "jsonl")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The output file and its format."""
    group = parser.add_argument_group("output")
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="-",
        type=_writable_name,
        help="ends in .csv, .jsonl (either with .gz) or .parquet; - for standard output (default)",
    )
    group.add_argument(
        "--format",
        choices=STREAM_FORMATS,
        help="of standard output; default: text in a terminal, csv in a pipe",
    )


def _writable_name(name: str) -> str:
    """A name whose ending says a format, so that a wrong one is told before any work."""
    if name != "-":
        try:
            territorial.storage.format_of(name)
        except InputError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
    return name


def stream_format(args: argparse.Namespace) -> str:
    """How standard output is written."""
    return args.format or ("text" if sys.stdout.isatty() else "csv")


def write_records(records: Iterable[Report], args: argparse.Namespace) -> None:
    """Records, one by one as they come; pandas is loaded for Parquet alone."""
    if args.output != "-":
        if territorial.storage.format_of(args.output).name == "parquet":
            territorial.write_reports(territorial.reports_table(records), args.output)
        else:
            territorial.write_records(records, args.output)
    elif stream_format(args) == "text":
        from territorial.cli import readable

        none = True
        for record in records:
            none = False
            print("\n".join(readable.report_lines(record)))
        if none:
            print("territorial: no report found", file=sys.stderr)
    else:
        territorial.write_records(records, sys.stdout, format=stream_format(args))


def read_reports(path: str) -> pd.DataFrame:
    """The reports table of a file, or of standard input, whose first bytes tell its format."""
    if path != "-":
        return territorial.read_reports(path)
    data = sys.stdin.buffer.read()
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:4]
    ending = ".parquet" if start == b"PAR1" else ".jsonl" if start[:1] == b"{" else ".csv"
    import tempfile  # only a table from standard input needs it

    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, f"standard input{ending}")
        with open(name, "wb") as file:
            file.write(data)
        return territorial.read_reports(name)


def write_reports(
    reports: pd.DataFrame, args: argparse.Namespace, *, shown: Sequence[str] | None = None
) -> None:
    """A reports table; a terminal gets the columns `shown`, or each report with its words."""
    if shown and args.output == "-" and stream_format(args) == "text":
        write_table(reports, args, shown=shown)
    elif args.output == "-":
        write_records(territorial.records_of(reports), args)
    else:
        territorial.write_reports(reports, args.output)


def write_table(
    table: pd.DataFrame, args: argparse.Namespace, *, shown: Sequence[str] | None = None
) -> None:
    """A table of figures, not of reports; `shown` are the columns that a terminal gets."""
    if args.output != "-":
        territorial.write_table(table, args.output)
    elif stream_format(args) == "text":
        frame = territorial.plain_table(table)
        shown = [name for name in shown or frame.columns if name in frame.columns]
        print(frame[shown].to_string(index=False, na_rep="–", max_colwidth=48))
    else:
        territorial.write_table(table, sys.stdout, format=stream_format(args))
