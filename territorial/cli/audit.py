"""Look for contradictions and slips in a reports table; each finding says what was expected.

Nothing is mended. The exit code is 3 when there are findings.
"""

from __future__ import annotations

import argparse
import sys

import territorial
from territorial.cli import output

EXAMPLE = """\
examples:
  territorial audit reports.csv
  territorial audit reports.csv --rule "units that do not agree" -o findings.csv
"""

SHOWN = ("rule", "message", "report_id", "other_id")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument(
        "--rule", action="append", metavar="NAME", help="only this rule; may be repeated"
    )
    output.add_options(parser)


def run(args: argparse.Namespace) -> int:
    """Audit one reports table; exit code 3 if anything was found."""
    findings = territorial.audit(output.read_reports(args.reports), rules=args.rule)
    if args.output == "-" and output.stream_format(args) == "text":
        for finding in findings.itertuples():
            others = f", {finding.other_id}" if isinstance(finding.other_id, str) else ""
            print(f"{finding.rule}: {finding.message}  ({finding.report_id}{others})")
    else:
        output.write_table(findings, args)
    print(f"territorial: {len(findings)} findings", file=sys.stderr)
    return 3 if len(findings) else 0
