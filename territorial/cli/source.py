"""Options that say what is known of a text before it is read."""

from __future__ import annotations

import argparse

from territorial.structures import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def add_options(parser: argparse.ArgumentParser) -> None:
    """Day of publication, conflict, language and provenance."""
    group = parser.add_argument_group("what is known of the text")
    group.add_argument("--published", metavar="DAY", help="day of publication, as in 2025-02-07")
    group.add_argument("--conflict", metavar="ID", help="conflict, as in russia-ukraine")
    group.add_argument("--lang", metavar="CODE", help="language: en, uk or ru; found if not given")
    group.add_argument("--publisher", metavar="NAME", help="where it was published")
    group.add_argument("--url", metavar="URL", help="its address, kept with each report")


def options(args: argparse.Namespace) -> dict[str, Any]:
    """The options that were given, as arguments of the readers."""
    names = ("published", "conflict", "lang", "publisher", "url")
    return {name: getattr(args, name) for name in names if getattr(args, name) is not None}
