"""What is loaded when: the package is lazy, and the text path needs the standard library alone."""

import subprocess
import sys

import pytest

HEAVY = ("numpy", "pandas", "pint", "pint_pandas", "matplotlib", "pyarrow", "shapely", "lxml")


def loaded_after(code):
    """The modules of a fresh Python after `code`, by their top names and ours in full."""
    report = "import sys; print(*sys.modules, file=sys.stderr)"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True
    )
    return set(run.stderr.splitlines()[-1].split())


def test_importing_the_package_loads_nothing_else():
    ours = {name for name in loaded_after("import territorial") if name.startswith("territorial")}
    assert ours == {"territorial"}


@pytest.mark.parametrize("module", ["records", "lexicon", "text", "errors", "shipped", "cli.main"])
def test_the_ground_of_the_text_path_needs_the_standard_library_alone(module):
    assert loaded_after(f"import territorial.{module}").isdisjoint(HEAVY)


def test_reading_an_article_loads_only_what_it_uses(tmp_path):
    """Each of these takes time, and this path needs none of them."""
    path = tmp_path / "article.txt"
    path.write_text("Russia took 320 sq km in January.\n", encoding="utf-8")
    words = ["article", str(path), "--published", "2025-02-07", "-o", str(tmp_path / "a.jsonl")]
    loaded = loaded_after(
        "import sys; from territorial.cli.main import main\n"
        f"sys.argv[1:] = {words!r}; assert main() == 0"
    )
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8").count("320") >= 1
    assert loaded.isdisjoint(
        {"typing", "json", "csv", "shutil", "encodings.utf_8_sig", "unicodedata"}
    )
