"""The maps that come with the library are what their script makes, oddities and all."""

import importlib.util
import zipfile
from pathlib import Path

import pytest

from territorial import shipped
from territorial.readers.snapshots import read_snapshots

MAPS = shipped.shipped("maps", "front.zip")


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_script_makes_the_same_maps(tmp_path):
    script = Path(MAPS).with_name("make_maps.py")
    spec = importlib.util.spec_from_file_location("make_maps", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(tmp_path / "front.zip")
    assert contents(tmp_path / "front.zip") == contents(MAPS)


def test_what_is_odd_about_them_is_told():
    pytest.importorskip("shapely")
    control = read_snapshots(MAPS, party="north", layers={"north": "north", "grey zone": None})
    told = control.dropna(subset=["flags"]).set_index("start")["flags"]
    assert [f"{day:%m-%d} {flags.split(':')[0].split(' in ')[0]}" for day, flags in told.items()] == [
        "02-09 stale copy", "02-18 dip", "02-22 broken geometry repaired",
    ]  # fmt: skip
    assert len(control) == 58
