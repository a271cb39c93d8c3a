"""What holds for the project as a whole: face, locks, paths, dependencies."""

import importlib
import inspect
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from face_stub import STUB, stub

import territorial

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(ROOT.glob("*.lock"))


def tracked():
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("module", sorted(territorial._NAMES))
def test_every_public_name_is_there(module):
    for name in territorial._NAMES[module]:
        assert getattr(territorial, name) is getattr(importlib.import_module(module), name)
        assert name in dir(territorial)


def test_no_public_name_hides_a_module():
    package = Path(territorial.__file__).parent
    modules = {path.stem for path in package.iterdir()}
    assert modules.isdisjoint(territorial._HOME)


def test_every_public_function_is_described():
    for name in territorial._HOME:
        thing = getattr(territorial, name)
        if inspect.isroutine(thing) or inspect.isclass(thing):
            assert inspect.getdoc(thing), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'monthly_gian'"):
        territorial.monthly_gian  # noqa: B018


def test_type_checkers_see_the_names_of_the_face():
    assert STUB.read_text(encoding="utf-8") == stub(), "run: python tests/face_stub.py"


def test_the_versions_agree():
    assert PYPROJECT["project"]["version"] == territorial.__version__
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] in {"Unreleased", territorial.__version__}


def test_there_are_three_locks():
    assert [path.name for path in LOCKS] == ["build.lock", "docs.lock", "requirements.lock"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_no_address_and_pins_all_by_hash(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(--(index|extra|find|trusted)|-[ifer]\b)", text, re.MULTILINE)
    pins = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if entry]
    for entry in pins:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,-]+\])?==[^\s;]+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_locks_hold_every_dependency_and_agree():
    pins = {}
    for path in LOCKS:
        for name, version, marker in re.findall(
            r"^([a-z0-9.-]+)==(\S+)(?: ; ([^\\\n]+))?", path.read_text("utf-8"), re.MULTILINE
        ):
            pins.setdefault((name, marker.strip()), set()).add(version)
    assert [key for key, versions in pins.items() if len(versions) > 1] == []
    wanted = [*PYPROJECT["project"]["dependencies"]]
    for extra, needs in PYPROJECT["project"]["optional-dependencies"].items():
        wanted += [] if extra == "all" else needs
    for needs in PYPROJECT["dependency-groups"].values():
        wanted += needs
    names = {re.match(r"[A-Za-z0-9-]+", need)[0] for need in wanted}
    assert names - {name for name, _ in pins} == set()


def test_all_is_all_extras():
    extras = PYPROJECT["project"]["optional-dependencies"]
    assert extras["all"] == [f"territorial[{','.join(name for name in extras if name != 'all')}]"]


def test_each_dependency_has_its_reason():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    needs = [*PYPROJECT["project"]["dependencies"]]
    for extra, more in PYPROJECT["project"]["optional-dependencies"].items():
        needs += [] if extra == "all" else more
    for need in needs:
        name = re.match(r"[A-Za-z0-9-]+", need)[0]
        assert re.search(rf"^\| {re.escape(name)} \|", page, re.MULTILINE), name


def test_nothing_names_a_path_of_one_machine():
    odd = re.compile(r"(?<![A-Za-z0-9_.])/(?:work|tmp|root|home)/")
    for path in tracked():
        if path.suffix in {".lock", ".png", ".parquet", ".xlsx", ".ods", ".gz"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path != Path(__file__):
            assert not odd.search(text), path
