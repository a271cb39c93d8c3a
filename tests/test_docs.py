"""What the documents show is true: their examples run, their commands and links exist."""

import re
import shutil
from pathlib import Path

import docs_examples
import pytest

from territorial import shipped
from territorial.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *ROOT.glob("data/**/*.md")]
COMMAND_LINE = ROOT / "docs" / "command_line.md"


def copy_data(folder):
    """The example data, where the documents look for it."""
    for part in ("articles", "maps", "tables"):
        shutil.copytree(shipped.shipped(part), folder / "data" / part)


def with_blocks(language):
    return [page for page in PAGES if docs_examples.blocks(page, language)]


@pytest.mark.parametrize("page", with_blocks("python"), ids=lambda page: page.stem)
def test_the_python_of_a_page_runs(page, tmp_path, monkeypatch):
    copy_data(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert docs_examples.run_python(page)


@pytest.mark.parametrize("page", with_blocks("console"), ids=lambda page: page.stem)
def test_the_commands_of_a_page_print_what_it_shows(page, tmp_path):
    copy_data(tmp_path)
    for line, command, wanted in docs_examples.commands(page):
        got = docs_examples.run_command(command, tmp_path)
        assert docs_examples.same(wanted, got), f"{page.name}:{line}: {command}\n{got}"


def test_the_readme_has_an_example_of_each_kind():
    readme = ROOT / "README.md"
    assert docs_examples.blocks(readme, "python")
    assert re.search(r"!\[[^\]]{20,}\]\(docs/images/", readme.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_stands_in_the_documentation(name):
    text = COMMAND_LINE.read_text(encoding="utf-8")
    assert re.search(rf"^## `{name}`$", text, re.MULTILINE)
    assert f"$ territorial {name} " in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_of_a_page_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("api/"):
            assert (page.parent / target).exists(), target
