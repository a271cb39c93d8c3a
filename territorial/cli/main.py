"""Entry of the command line: finds the command, runs it, turns errors into exit codes."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import territorial
from territorial.errors import TerritorialError, TerritorialWarning

# Name of the command, which is also its module in this folder, and what `--help` says of it.
COMMANDS = {
    "article": "read an article into reports",
    "passages": "read many short texts, one JSON record a line",
    "table": "read a table, however it is laid out, into reports",
    "reported": "give the published figures that come with the library",
    "monthly": "account for reports month by month",
    "plot": "draw a chart of the months",
    "trace": "show the reports behind one figure",
    "snapshots": "read dated maps of control: levels, or gains and losses",
    "against": "hold reported figures against maps",
    "compare": "set the sources of each month side by side",
    "audit": "look for contradictions and slips",
    "convert": "convert a measure or a reports table to another unit",
    "demo": "run the example: reports, series and a chart",
}

# Objects between two searches for garbage, instead of Python's 700: loading makes none.
GARBAGE = 50_000

EXIT_OK = 0
EXIT_ERROR = 1  # an input or output that cannot be used
EXIT_USAGE = 2  # a command line that cannot be understood
EXIT_SKIPPED = 3  # finished, but some of the input was left out and told
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after the program's name; those of the process by default.

    Returns
    -------
    int
        0 when all went well, 1 when an input or output cannot be used, 2 for a
        command line that cannot be understood, 3 when some of the input was
        left out and told, 130 after an interrupt, 141 when nobody reads the output.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if argv is None:  # a process of its own: what it loads lives until it ends
        gc.set_threshold(GARBAGE)
        atexit.register(gc.freeze)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", TerritorialWarning)
            warnings.showwarning = _tell
            code = _run(words)
        sys.stdout.flush()
    except TerritorialError as error:
        print(f"territorial: {error}", file=sys.stderr)
        return EXIT_ERROR
    except BrokenPipeError:
        # Python flushes standard output once more on exit: give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    except KeyboardInterrupt:
        print("territorial: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except SystemExit as end:  # argparse's own way out, after --help or a usage error
        return end.code if isinstance(end.code, int) else EXIT_USAGE
    return code


def _tell(
    message: Warning | str,
    category: type[Warning],
    filename: str,  # noqa: ARG001  (the words of Python's own function)
    lineno: int,  # noqa: ARG001
    file: object = None,  # noqa: ARG001
    line: object = None,  # noqa: ARG001
) -> None:
    """A warning as a line for users, without the line of code that gave it."""
    name = "" if issubclass(category, TerritorialWarning) else f"{category.__name__}: "
    print(f"territorial: {name}{message}", file=sys.stderr)


def _run(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help"}:
        print(_help())
        return EXIT_OK if words else EXIT_USAGE
    if words[0] in {"-V", "--version"}:
        print(f"territorial {territorial.__version__}")
        return EXIT_OK
    name = words[0]
    if name not in COMMANDS:
        print(f"territorial: {_unknown(name)}", file=sys.stderr)
        return EXIT_USAGE
    module = import_module(f"territorial.cli.{name}")
    parser = argparse.ArgumentParser(
        prog=f"territorial {name}",
        description=module.__doc__,
        epilog=module.EXAMPLE,
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    code = module.run(parser.parse_args(words[1:]))
    return EXIT_OK if code is None else code


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal; argparse would load shutil for it, even without --help."""
    try:
        width = os.get_terminal_size().columns
    except (OSError, ValueError):  # no terminal
        width = 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width, 40) - 2)


def _help() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:{width}}{text}" for name, text in COMMANDS.items()]
    return "\n".join(
        [
            "usage: territorial COMMAND [options]",
            "",
            "What is reported about territory, as tables, series by month and charts.",
            "",
            *lines,
            "",
            "territorial COMMAND --help shows the options and an example.",
        ]
    )


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "see territorial --help"
    return f"wanted one of {', '.join(COMMANDS)}, given {name!r}; {hint}"
