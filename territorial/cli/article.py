"""Read an article and give its reports, one a row, with the words of each."""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import output, source

EXAMPLE = """\
examples:
  territorial article article.txt --published 2025-02-07
  territorial article article.txt --published 2025-02-07 -o reports.csv
  territorial article article.txt --published 2025-02-07 --explain
  cat article.txt | territorial article - --published 2025-02-07 -o - --format jsonl
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("article", help="text, Markdown or HTML file; - for standard input")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="tell of each quantity that was seen whether it is a report, and why not",
    )
    source.add_options(parser)
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Read one article."""
    if args.explain:
        from territorial.cli import readable

        for seen in territorial.explain_article(args.article, **source.options(args)):
            print("\n".join(readable.seen_lines(seen)))
        return
    reports = territorial.article_records(args.article, **source.options(args))
    output.write_records(reports, args)
