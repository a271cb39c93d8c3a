"""Look-ups kept between runs: used while nothing has changed, never needed, never in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from territorial.errors import LexiconError
from territorial.lexicon import kept as kept_module
from territorial.lexicon import rows
from territorial.lexicon.kept import kept
from territorial.text.language import Language, language, read_tables
from territorial.text.names import _index

AGO = kept_module.LOADED - 10**9
LEXICON = Path(rows.FOLDER)
VALUE = {"a": [1, ("b", None)], "ї": {"c": 2.5}}


def write(path, text, at=AGO):
    """A file as it was written before this process began."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(at, at))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A lexicon of one file, in which look-ups may be kept."""
    write(tmp_path / "a.tsv", "a\tb\n")
    write(tmp_path / "code.py", "")
    monkeypatch.setattr(rows, "FOLDER", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


@pytest.fixture
def look(folder):
    """Asks for a look-up; gives it, and how often it was made so far."""
    made = []

    def make():
        made.append(None)
        return VALUE

    def ask():
        return kept("x", ["a.tsv"], [str(folder / "code.py")], make), len(made)

    return ask


def file_of(folder):
    [path] = (folder / "__pycache__").iterdir()
    return path


def test_it_is_made_once(look, folder):
    assert look() == (VALUE, 1)
    assert look() == (VALUE, 1)
    assert file_of(folder).name == f"x.{sys.implementation.cache_tag}.kept"


@pytest.mark.parametrize("name", ["a.tsv", "code.py"])
def test_it_is_made_anew_when_a_file_or_the_code_changes(look, folder, name):
    look()
    write(folder / name, "a\tc d\n")
    assert look() == (VALUE, 2)
    write(folder / name, "a\te f\n", at=AGO + 1000)
    assert look() == (VALUE, 3)
    assert look() == (VALUE, 3)


@pytest.mark.parametrize("name", ["a.tsv", "code.py"])
def test_what_changed_since_the_process_began_is_neither_kept_nor_taken(look, folder, name):
    """The process may hold the old text or code, and the file be what another one kept."""
    look()
    write(folder / name, "a\tb\n", at=AGO + 10**12)
    before = file_of(folder).read_bytes()
    assert look() == (VALUE, 2)
    assert look() == (VALUE, 3)
    assert file_of(folder).read_bytes() == before


def test_it_is_made_anew_by_another_python(look, monkeypatch):
    look()
    monkeypatch.setattr(sys, "version", "4.0.0 (main)")
    assert look() == (VALUE, 2)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: b"\x00" * len(data),
        lambda data: data + b"\x00",
    ],
)
def test_a_broken_file_is_made_anew(look, folder, spoil):
    look()
    path = file_of(folder)
    path.write_bytes(spoil(path.read_bytes()))
    assert look() == (VALUE, 2)
    assert look() == (VALUE, 2)


def test_a_folder_that_cannot_be_written_is_no_hindrance(look, folder):
    (folder / "__pycache__").write_text("a file where the folder would be", encoding="utf-8")
    assert look() == (VALUE, 1)
    assert look() == (VALUE, 2)


def test_a_name_that_cannot_be_written_leaves_nothing_behind(look, folder):
    taken = folder / "__pycache__" / f"x.{sys.implementation.cache_tag}.kept"
    taken.mkdir(parents=True)
    assert look() == (VALUE, 1)
    assert look() == (VALUE, 2)
    assert file_of(folder) == taken


def test_nothing_is_written_where_no_byte_code_is(look, folder, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert look() == (VALUE, 1)
    assert not (folder / "__pycache__").exists()


def test_what_fails_is_not_kept(folder):
    def make():
        raise LexiconError("a row", "none", "add one")

    with pytest.raises(LexiconError):
        kept("x", ["a.tsv"], [], make)
    assert not (folder / "__pycache__").exists()


def test_processes_that_make_it_at_once_all_get_it(tmp_path):
    write(tmp_path / "a.tsv", "a\tb\n")
    code = (
        "import sys, time; from territorial.lexicon import kept, rows\n"
        "rows.FOLDER = sys.argv[1]; sys.dont_write_bytecode = False\n"
        "def make():\n    time.sleep(0.3)\n    return {'a': ['b'] * 100_000}\n"
        "print(kept.kept('x', ['a.tsv'], [], make) == make())\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path)]
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [run.communicate()[0] for run in runs] == ["True\n"] * 4
    assert len(list((tmp_path / "__pycache__").iterdir())) == 1


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The lexicon in another place, with nothing kept."""
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for path in folder.rglob("*.tsv"):
        os.utime(path, ns=(AGO, AGO))
    monkeypatch.setattr(rows, "FOLDER", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


@pytest.mark.parametrize("code", ["en", "uk", "ru"])
def test_a_language_is_the_same_made_and_kept(copy, code):
    made, again = Language(code), Language(code)
    assert (copy / "__pycache__").is_dir()
    tables = read_tables(code)
    for one in (made, again, language(code)):
        assert (one.words, one.stems, one.endings) == (tables.words, tables.stems, tables.endings)
        assert one.phrases._rows == tables.phrases[0]
        assert one.phrases._literal == tables.phrases[2]
    assert again._unit_openers == made._unit_openers


@pytest.mark.parametrize("kind", ["alias", "place"])
@pytest.mark.parametrize("conflict", [None, "syria"])
def test_names_are_the_same_made_and_kept(copy, kind, conflict):
    made, again = _index(kind, "en", conflict), _index(kind, "en", conflict)
    assert again._rows == made._rows
    assert made._rows
