"""Finds the examples of a Markdown page and runs them.

A ``python`` block with prompts is a doctest. In a ``console`` block a line that
begins with a dollar sign is a command, and what follows is its output; ``...``
stands for any text, as in a doctest.
"""

import contextlib
import doctest
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    """Line number and content of each block of one language."""
    text = page.read_text(encoding="utf-8")
    return [
        (text.count("\n", 0, found.start()) + 2, found[2])
        for found in BLOCK.finditer(text)
        if found[1] == language
    ]


def run_python(page: Path) -> int:
    """Run the page's Python examples as one session; the number of examples."""
    parser = doctest.DocTestParser()
    names: dict[str, object] = {"__name__": "__main__"}
    count = 0
    for line, source in blocks(page, "python"):
        if ">>>" not in source:
            exec(compile("\n" * line + source, str(page), "exec"), names)
            count += 1
            continue
        test = parser.get_doctest(source, names, page.name, str(page), line - 1)
        runner = doctest.DocTestRunner(optionflags=FLAGS)
        told = io.StringIO()
        runner.run(test, out=told.write, clear_globs=False)
        assert not runner.failures, told.getvalue()
        names.update(test.globs)
        count += runner.tries
    return count


def commands(page: Path) -> list[tuple[int, str, str]]:
    """Line number, command and expected output of each command of the page."""
    found = []
    for line, source in blocks(page, "console"):
        for part in re.split(r"^(?=\$ )", source, flags=re.MULTILINE):
            if part.startswith("$ "):
                command, _, output = part[2:].replace("\\\n", "").partition("\n")
                found.append((line, command, output))
            line += part.count("\n")
    return found


def run_command(command: str, folder: Path) -> str:
    """The output of one command, standard output and error together."""
    from territorial.cli.main import main

    if re.search(r"[|<>;&]", re.sub(r"'[^']*'|\"[^\"]*\"", "", command)):
        shell = f'territorial() {{ "{sys.executable}" -m territorial "$@"; }}\n{command}'
        run = subprocess.run(
            ["bash", "-c", shell], cwd=folder, text=True, stdout=-1, stderr=subprocess.STDOUT
        )
        return run.stdout
    words = shlex.split(command)
    if words[0] != "territorial":
        return subprocess.run(
            words, cwd=folder, text=True, stdout=-1, stderr=subprocess.STDOUT
        ).stdout
    told = io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(told),
    ):
        main(words[1:])
    return told.getvalue()


def same(wanted: str, got: str) -> bool:
    """Whether the output is the one that the page shows."""
    return doctest.OutputChecker().check_output(wanted, got, FLAGS)
