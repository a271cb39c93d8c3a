"""What looks wrong in a row of maps is found, told, and left out only where asked."""

import datetime as dt

import pandas as pd
import pytest
from made_maps import SHARED, collection, daily, feature, polygon, square, write

from territorial.errors import InputError, TerritorialWarning
from territorial.lexicon import conflict
from territorial.lexicon.maps import map_presets
from territorial.readers.snapshots import leave_out, read_snapshots, snapshot_changes
from territorial.readers.snapshots.doubt import impossible, kinds_in


def steady(days=40, step=0.001):
    return [0.2 + step * n for n in range(days)]


def kinds(table):
    return [kinds_in(flags) for flags in table["flags"].fillna("")]


def test_steady_maps_raise_no_doubt(tmp_path):
    assert set(kinds(read_snapshots(daily(tmp_path, steady()), party="russia"))) == {""}


def test_a_dip_of_one_day(tmp_path):
    widths = steady()
    widths[30] = 0.15
    table = read_snapshots(daily(tmp_path, widths), party="russia")
    found = kinds(table)
    assert found[30] == "dip"
    assert set(found[:30] + found[31:]) == {""}
    assert "with the next map" in table["flags"][30]


def test_a_spike_of_one_day_is_a_dip_too(tmp_path):
    widths = steady()
    widths[30] = 0.5
    assert kinds(read_snapshots(daily(tmp_path, widths), party="russia"))[30] == "dip"


def test_a_jump(tmp_path):
    widths = [width + (0.05 if day >= 25 else 0) for day, width in enumerate(steady())]
    table = read_snapshots(daily(tmp_path, widths), party="russia")
    assert [day for day, found in enumerate(kinds(table)) if found] == [25]
    assert "jump: +" in table["flags"][25]
    assert "since 2025-02-25, more than 10 times the median daily change" in table["flags"][25]


def test_a_gap_of_days_is_no_jump(tmp_path):
    widths = steady(60)
    widths[40:55] = [None] * 15
    assert set(kinds(read_snapshots(daily(tmp_path, widths), party="russia"))) == {""}


def test_few_maps_say_nothing_about_jumps(tmp_path):
    table = read_snapshots(daily(tmp_path, [0.2, 0.2001, 0.4]), party="russia")
    assert set(kinds(table)) == {""}


def test_stale_copies(tmp_path):
    table = read_snapshots(daily(tmp_path, [0.2, 0.21, 0.21, 0.22, 0.2]), party="russia")
    assert table["flags"].fillna("").tolist() == [
        "", "", "stale copy: same shapes as on 2025-02-02", "",
        "stale copy: same shapes as on 2025-02-01",
    ]  # fmt: skip


def test_a_copy_is_known_whatever_the_order_of_its_points(tmp_path):
    ring = square()
    write(tmp_path, "2025-02-01.geojson", polygon(ring))
    write(tmp_path, "2025-02-02.geojson", polygon([*ring[2:], *ring[1:3]][::-1]))
    table = read_snapshots(tmp_path, party="russia")
    assert kinds(table) == ["", "stale copy"]


def test_impossible_dates(tmp_path):
    daily(tmp_path, [0.2, 0.3])
    write(tmp_path, "2202-02-02.geojson", polygon(square(width=0.4)))
    write(tmp_path, "1889-02-02.geojson", polygon(square(width=0.4)))
    table = read_snapshots(tmp_path, party="russia")
    wrong = table[table["start"].isna()]
    assert sorted(wrong["flags"].str.slice(0, 27)) == [
        "impossible date: 1889-02-02", "impossible date: 2202-02-02",
    ]  # fmt: skip
    assert table["start"].notna().sum() == 2
    changes = snapshot_changes(tmp_path, party="russia")
    assert changes["after"].tolist() == [pd.Timestamp("2025-02-02")]
    today = dt.date(2025, 2, 1)
    assert impossible(dt.date(2025, 2, 2), today) is None  # it is tomorrow somewhere
    assert (
        impossible(dt.date(2025, 2, 3), today) == "impossible date: 2025-02-03 lies in the future"
    )
    assert read_snapshots(tmp_path, party="russia", today=today)["start"].notna().sum() == 2
    # The user may know better.
    mended = read_snapshots(tmp_path, party="russia", date={"2202-02-02.geojson": "2025-02-03"})
    assert mended["start"].notna().sum() == 3


def test_a_break_of_definition(tmp_path):
    layers = {"control": "russia", "claims": "russia"}
    for day, names in enumerate((["control"], ["control"], ["control", "claims"]), start=1):
        parts = [
            feature(polygon(square(37 + n, width=0.1 * day)), layer=name)
            for n, name in enumerate(names)
        ]
        write(tmp_path, f"2025-02-0{day}.geojson", collection(*parts))
    table = read_snapshots(tmp_path, party="russia", layers=layers)
    assert kinds(table) == ["", "", "definition break"]
    assert table["flags"][2] == "definition break: layers 'claims', 'control' after 'control'"


def test_a_layer_that_is_called_like_its_dated_file_is_no_break(tmp_path):
    for day in (7, 8):
        ring = square(width=0.1 * day)
        layer = f"control 2025-02-0{day}"
        write(tmp_path, f"2025-02-0{day}.geojson", collection(feature(polygon(ring), layer=layer)))
    assert read_snapshots(tmp_path, party="russia")["flags"].isna().all()


def test_a_level_above_the_region(tmp_path):
    write(tmp_path, "2025-02-01.geojson", polygon(square(20, 40, 30, 15)))
    assert (
        "above the region: "
        in read_snapshots(tmp_path, party="russia", region="Ukraine")["flags"][0]
    )
    write(tmp_path, "2025-02-01.geojson", polygon(square()))
    assert read_snapshots(tmp_path, party="russia", region="Ukraine")["flags"].isna().all()


def test_leaving_out(tmp_path):
    widths = steady()
    widths[30] = 0.15
    folder = daily(tmp_path, widths)
    table = read_snapshots(folder, party="russia")
    kept = leave_out(table, "dip")
    assert len(kept) == len(table) - 1
    with pytest.warns(TerritorialWarning, match="1 of 40 reports were left out, as asked: dip"):
        same = read_snapshots(folder, party="russia", leave_out=["dip"])
    assert same["report_id"].tolist() == kept["report_id"].tolist()
    with pytest.raises(InputError, match="wanted kinds of doubt, given none; choose from"):
        leave_out(table)
    # A dip adds to gross loss and gross gain, and nothing to net.
    with_dip = snapshot_changes(folder, party="russia", edges="straight")
    without = snapshot_changes(folder, party="russia", edges="straight", leave_out=["dip"])
    assert len(without) == len(with_dip) - 1
    assert with_dip["loss_km2"].sum() > 100
    assert without["loss_km2"].sum() == pytest.approx(0, abs=1e-6)
    assert without["net_km2"].sum() == pytest.approx(with_dip["net_km2"].sum(), abs=1e-9)


# ---------------------------------------------------------------- layers and presets


DEEPSTATE = collection(
    feature(polygon(square(width=0.3)), name="Occupied /// geoJSON.status.occupied"),
    feature(polygon(square(34, 45)), name="Crimea\xa0/// geoJSON.territories.crimea"),
    feature(polygon(square(38)), name="Unknown /// geoJSON.status.unknown"),
    feature(polygon(square(36)), name="Liberated /// geoJSON.status.dismissed"),
    feature(polygon(square(41, 43)), name="Abkhazia /// geoJSON.territories.abkhazia"),
    feature({"type": "Point", "coordinates": [37, 48]}, name="geoJSON.units.1"),
)  # fmt: skip


def test_a_grey_zone_is_a_party_of_its_own(tmp_path):
    write(tmp_path, "2025-02-01.json", {"map": DEEPSTATE})
    table = read_snapshots(tmp_path, party="russia", counterparty="ukraine", layers="deepstate")
    assert table["party"].tolist() == ["russia", "grey_zone"]
    assert table["counterparty"].fillna("").tolist() == ["ukraine", ""]
    assert table["attribution"].unique().tolist() == ["DeepState"]
    assert table["conflict"].unique().tolist() == ["russia-ukraine"]
    since = read_snapshots(tmp_path, party="russia", layers="deepstate-since-2022")
    assert since["value"][0] < table["value"][0]
    assert since["value"][1] == table["value"][1]


def test_unknown_layers_are_told(tmp_path):
    parts = [feature(polygon(), layer="held"), feature(polygon(square(38)), layer="new name")]
    write(tmp_path, "2025-02-01.json", collection(*parts))
    table = read_snapshots(tmp_path, party="russia", layers=["held"])
    assert table["flags"][0] == "layers not counted: 'new name' (1)"
    with pytest.raises(
        InputError, match="wanted one of the layers 'other', given the layers 'held'"
    ):
        read_snapshots(tmp_path, party="russia", layers=["other"])
    known = read_snapshots(tmp_path, party="russia", layers={"held": "russia", "new*": None})
    assert known["flags"].isna().all()


def test_several_layers_without_a_choice_are_told(tmp_path):
    parts = [feature(polygon(), layer="a"), feature(polygon(square(38)), layer="b")]
    write(tmp_path, "2025-02-01.json", collection(*parts))
    assert read_snapshots(tmp_path, party="russia")["flags"][0] == "layers united: 'a', 'b'"


def test_one_file_a_layer(tmp_path):
    """ISW's exports: the layer is the file's name; files of one day make one map."""
    write(tmp_path, "UkraineControlMapAO01FEB2025.geojson", polygon())
    write(tmp_path, "AssessedRussianAdvancesinUkraineFEB012025.geojson", polygon(square(37.1)))
    write(tmp_path, "ClaimedRussianTerritoryinUkraineFEB012025.geojson", polygon(square(38)))
    table = read_snapshots(tmp_path, party="russia", layers="isw", edges="straight")
    assert len(table) == 1
    alone = read_snapshots(tmp_path, party="russia", layers="isw-control", edges="straight")
    claims = read_snapshots(tmp_path, party="russia", layers="isw-with-claims", edges="straight")
    assert table["value"][0] == pytest.approx(1.5 * alone["value"][0], rel=1e-9)
    assert claims["value"][0] == pytest.approx(2.5 * alone["value"][0], rel=1e-9)
    assert " + " in table["document"][0]


def test_properties_may_be_named(tmp_path):
    parts = [feature(polygon(), holder="R"), feature(polygon(square(38)), holder="U")]
    write(tmp_path, "2025-02-01.json", collection(*parts))
    table = read_snapshots(
        tmp_path, party="russia", counterparty="ukraine",
        layers={"holder=R": "russia", "holder=u": "ukraine"},
    )  # fmt: skip
    assert table[["party", "counterparty"]].to_numpy().tolist() == [
        ["russia", "ukraine"], ["ukraine", "russia"],
    ]  # fmt: skip


def test_a_party_that_vanishes_has_no_ground(tmp_path):
    layers = {"a": "russia", "b": "grey_zone"}
    both = [feature(polygon(), layer="a"), feature(polygon(square(38)), layer="b")]
    write(tmp_path, "2025-02-01.json", collection(*both))
    write(tmp_path, "2025-02-02.json", collection(both[0]))
    table = read_snapshots(tmp_path, party="russia", layers=layers)
    grey = table[table["party"] == "grey_zone"]
    assert grey["value"].tolist()[1] == 0
    assert grey["flags"].tolist()[1] == "no polygon of this party"
    changes = snapshot_changes(tmp_path, party="russia", layers=layers)
    lost = changes[changes["party"] == "grey_zone"]
    assert lost["loss_km2"].tolist() == pytest.approx([grey["value"].iloc[0]])


def test_presets_name_parties_that_the_lexicon_knows():
    for preset in map_presets().values():
        parties = {rule.party for rule in preset.rules if rule.party}
        assert parties
        assert parties <= {*conflict(preset.conflict).parties, "grey_zone"}, preset.name
        west, south, east, north = preset.box
        assert west < east and south < north
        assert preset.counts


def test_every_rule_of_a_preset_can_be_reached():
    """A rule that an earlier one always hides would be dead."""
    from fnmatch import fnmatchcase

    for preset in map_presets().values():
        for place, rule in enumerate(preset.rules):
            for earlier in preset.rules[:place]:
                if earlier.property in {rule.property, "*"}:
                    hidden = fnmatchcase(rule.pattern.lower(), earlier.pattern.lower())
                    assert not hidden or earlier.pattern == rule.pattern == "", (
                        preset.name, earlier.pattern, rule.pattern,
                    )  # fmt: skip


# ---------------------------------------------------------------- real maps, where they are


@pytest.mark.skipif(not (SHARED / "data" / "quirks").exists(), reason="real maps are not here")
def test_quirks_of_real_maps():
    table = read_snapshots(SHARED / "data" / "quirks", party="russia", region="Ukraine")
    found = dict(zip(table["document"].str[-18:-11], table["flags"], strict=True))
    assert "3 null geometries" in found["2025-12"]
    assert "broken geometry repaired" in found["2026-01"]
    assert sorted(table.loc[table["start"].isna(), "document"].str[-18:]) == [
        "2202-02-02.geojson", "2202-02-03.geojson",
    ]  # fmt: skip
    assert "stale copy: same shapes as on 2202-02-02" in table["flags"].iloc[-1]


@pytest.mark.skipif(not (SHARED / "data" / "isw_2023").exists(), reason="real maps are not here")
def test_layers_of_real_maps():
    folder = SHARED / "data" / "isw_2023"
    isw = read_snapshots(folder, party="russia", layers="isw")
    claims = read_snapshots(folder, party="russia", layers="isw-with-claims")
    assert (isw["value"] <= claims["value"]).all()
    assert "definition break" in isw["flags"][1]
    assert "one layer holds advances and claims together" in isw["flags"][0]
    assert "null geometries" in isw["flags"][0]


def test_a_month_that_rests_on_a_doubtful_map_says_so(tmp_path):
    from territorial.series.change import change_table

    widths = steady(60)
    widths[27] = 0.15  # 28 February
    control = read_snapshots(daily(tmp_path, widths), party="russia")
    flags = change_table(control)["flags"]
    assert "level of 2025-02-28: dip: " in flags["2025-02"].iloc[0]
    assert "dip" not in str(change_table(leave_out(control, "dip"))["flags"]["2025-02"].iloc[0])


def test_liveuamaps_own_form(tmp_path):
    def points(ring):
        return [number for lon, lat in ring for number in (lat, lon)]

    fields = {
        "fields": {
            "1": {"name": "asad", "points": [points(square(36.0, 34.0))]},
            "2": {"name": "Kurds_2", "points": [points(square(40.0, 36.5))]},
            "3": {"name": "isis_syria", "points": [points(square(39.0, 35.0))]},
        }
    }
    write(tmp_path, "1448841600.json", fields)
    table = read_snapshots(tmp_path, party="syria", layers="liveuamap-syria")
    assert table["party"].tolist() == ["syria", "isis", "sdf"]
    assert table["start"].unique().tolist() == [pd.Timestamp("2015-11-30")]
    assert table["value"].between(380, 420).all()
