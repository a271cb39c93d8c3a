import pickle
import subprocess
import sys
import textwrap
from fractions import Fraction

import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial import units
from territorial.errors import (
    DimensionError,
    InputError,
    LexiconError,
    TerritorialWarning,
    UnitError,
)
from territorial.lexicon.rows import rows
from territorial.records import Report
from territorial.reports import reports_table
from territorial.units import spelling

AREAS = ["km^2", "mi^2", "m^2", "ha", "acre", "dunam"]
LENGTHS = ["km", "mi", "m"]
NUMBERS = st.floats(-1e12, 1e12, allow_subnormal=False)

# -- factors ------------------------------------------------------------------

# Computed here from the definitions, apart from the library: yard and foot of 1959, in metres.
YARD = Fraction(9144, 10000)
MILE = 1760 * YARD
SQUARE_METRES = {
    "km^2": Fraction(10**6),
    "mi^2": MILE**2,
    "m^2": Fraction(1),
    "ha": Fraction(10**4),
    "acre": 4840 * YARD**2,
    "dunam": Fraction(1000),
}
METRES = {"km": Fraction(1000), "mi": MILE, "m": Fraction(1)}


@pytest.mark.parametrize("sizes", [SQUARE_METRES, METRES])
def test_factors_are_the_definitions_rounded_once(sizes):
    for one, size in sizes.items():
        for other, other_size in sizes.items():
            assert units.factor(one, other) == float(size / other_size)


@pytest.mark.parametrize(
    ("unit", "name"),
    [("mi^2", "mile**2"), ("ha", "hectare"), ("km^2", "kilometer**2"), ("mi", "mile"), ("m", "m")],
)
def test_factors_agree_with_pint(unit, name):
    base = "km" if unit in LENGTHS else "km**2"
    theirs = pint.UnitRegistry().Quantity(1.0, name).to(base).m
    assert units.FACTORS[unit][1] == pytest.approx(theirs, rel=1e-12)


def test_every_unit_names_its_source():
    assert all(unit.source and unit.symbol for unit in units.UNITS.values())
    assert set(units.FACTORS) == {*AREAS, *LENGTHS, "percent", "fraction", "settlement", "district"}
    assert units.FACTORS["acre"] == ("area", 0.0040468564224)


@pytest.mark.parametrize(
    ("frm", "to", "words"),
    [
        ("km^2", "km", "area never converts to length; use a unit of area: km\\^2, mi\\^2"),
        ("mi", "mi^2", "length never converts to area"),
        ("percent", "km^2", "share never converts to area"),
        ("settlement", "district", "counts of different things do not convert"),
    ],
)
def test_other_dimensions(frm, to, words):
    with pytest.raises(DimensionError, match=words):
        units.factor(frm, to)


def test_factor_wants_canonical_spellings():
    with pytest.raises(UnitError, match="given 'sq km'; use one of km\\^2"):
        units.factor("sq km", "km^2")


def test_rate_factor():
    assert units.rate_factor("week", "day") == 1 / 7
    assert units.rate_factor("month", "month") == units.rate_factor(None, None) == 1.0
    with pytest.raises(UnitError, match="months have 28 to 31 days"):
        units.rate_factor("month", "day")
    with pytest.raises(UnitError, match="given an amount for a rate per day"):
        units.rate_factor(None, "day")
    with pytest.raises(UnitError, match="per: wanted a time base, given 'year'"):
        units.rate_factor("year", "year")


@pytest.mark.parametrize(
    ("unit", "per", "label"),
    [
        ("km^2", None, "km²"), ("mi^2", "week", "mi² per week"), ("km^2/day", None, "km² per day"),
        ("percent", None, "%"), ("settlement", "month", "settlements per month"),
        ("acre", None, "acres"),
    ],
)  # fmt: skip
def test_label(unit, per, label):
    assert units.label(unit, per) == label


@pytest.mark.parametrize("arguments", [("parsec",), ("km^2", "year"), ("km^2/year",)])
def test_label_of_what_is_not_known(arguments):
    with pytest.raises(UnitError):
        units.label(*arguments)


# -- spellings ----------------------------------------------------------------

SPELLED = {
    "km^2": (
        "km²|km2|km^2|km**2|KM2|Km²|㎢|км²|км2|sq km|sq. km|sq. km.|sq.km|Sq Km|sqkm|SQKM|"
        "sq-km|square kilometres|square kilometers|square-kilometre|square‑kilometre|"
        "Square Kilometer|square km|km sq|km sq.|кв. км|кв.км|кв км|КВ. КМ|км кв.|"
        "квадратных километров|квадратные километры|квадратного километра|"
        "квадратних кілометрів|квадратні кілометри|квадратного кілометра|кв. кілометрів|"
        "кв. километров|km ²|km 2|Quadratkilometer"
    ),
    "mi^2": (
        "mi²|mi2|mi^2|sqmi|sq mi|sq. mi.|sq. mi|sq.mi|square mile|square miles|"
        "square-mile|Square Miles|sq miles|квадратных миль|квадратних миль|кв. миль|"
        "miles²"
    ),
    "m^2": (
        "m²|m2|sqm|м²|sq m|sq. m|square metres|square meters|square-metre|кв. м|"
        "квадратных метров|квадратних метрів"
    ),
    "ha": "ha|HA|hectare|hectares|㏊|га|гектар|гектара|гектаров|гектарів|гектари",
    "acre": "acre|acres|ac|Acres|акров|акра|акрів",
    "dunam": "dunam|dunams|dunum|dunums|donum|dönüm|Dunams|дунамов|дунамів",
    "km": (
        "km|KM|Km|kms|kilometre|kilometers|км|километр|километров|километра|кілометрів|кілометри"
    ),
    "mi": "mi|mi.|MI|mile|miles|Miles|миль|мили|милі",
    "m": "m|metre|meters|м|метров|метрів",
    "percent": "%|％|percent|pct|pct.|процентов|відсотків|per cent|per-cent",
    "fraction": "fraction",
    "settlement": (
        "settlement|settlements|villages|towns|населенных пунктов|населённых пункта|"
        "населених пунктів|сіл"
    ),
    "district": "district|districts|районов|районів",
}


@pytest.mark.parametrize(
    ("text", "unit"), [(text, unit) for unit, forms in SPELLED.items() for text in forms.split("|")]
)
def test_spellings(text, unit):
    assert units.canonical(text) == unit


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f", "  ", "\t"])
def test_kinds_of_space(space):
    assert units.canonical(f"sq.{space}km") == "km^2"
    assert units.canonical(f"{space}кв.{space}км{space}") == "km^2"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "M", " M", "М", "parsec", "km^3", "km3", "2", "²", "sq", "square", "kilo", "min",
        "million", "percentage points", "акробат", "метро", "kmkm", "km km", "9**9**9",
        "__import__('os')", "km^2 * 2", "km/h", "k" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_unit(text):
    with pytest.raises(UnitError) as caught:
        units.canonical(text)
    assert len(str(caught.value)) < 400


def test_messages_help():
    with pytest.raises(UnitError, match="did you mean 'square kilometres'"):
        units.canonical("square kilometrs")
    with pytest.raises(UnitError, match="a capital M may be a million"):
        units.canonical("M")
    with pytest.raises(UnitError, match="given 5"):
        units.canonical(5)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("km²/day", ("km^2", "day")),
        ("sq. km per week", ("km^2", "week")),
        ("sq km a day", ("km^2", "day")),
        ("ha / month", ("ha", "month")),
        ("кв. км за сутки", ("km^2", "day")),
        ("кв. км на добу", ("km^2", "day")),
        ("per cent", ("percent", None)),
        ("acres", ("acre", None)),
    ],
)
def test_split_rate(text, parts):
    assert units.split_rate(text) == parts


def test_split_rate_of_another_time():
    with pytest.raises(UnitError, match="wanted a time base, given 'hour'"):
        units.split_rate("km/hour")


def test_the_lexicon_of_units():
    meaning = {}
    for number, cells in rows(spelling.FILE):
        form, unit, lang, origin = cells
        assert unit in units.UNITS, number
        assert lang in {"*", "en", "uk", "ru", "de", "fr", "es", "tr"}, number
        assert len(origin) > 10, number
        assert form == form.lower(), f"line {number}: {form!r} has capitals"
        assert meaning.setdefault(spelling._key(form), unit) == unit, f"{form!r} means two units"
        assert units.canonical(form.replace("*", "") if form[-1] != "2" else form) == unit, form
    for lang in ("en", "uk", "ru"):
        known = {cells[1] for _, cells in rows(spelling.FILE) if cells[2] in (lang, "*")}
        assert known == set(units.UNITS), lang


def test_a_broken_lexicon_is_told(monkeypatch):
    monkeypatch.setattr(spelling, "rows", lambda name: [(7, ["verst", "verst", "ru", "x"])])
    spelling._forms.cache_clear()
    try:
        with pytest.raises(LexiconError, match=r"units\.tsv, line 7"):
            spelling._forms()
    finally:
        monkeypatch.undo()
        spelling._forms.cache_clear()


# -- arrays -------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(NUMBERS, st.sampled_from(AREAS)), min_size=1))
def test_to_base_agrees_with_factor(pairs):
    values, names = map(list, zip(*pairs, strict=True))
    expected = [value * units.factor(name, "km^2") for value, name in pairs]
    for given_ in (names, np.array(names), pd.Series(names), pd.Categorical(names)):
        assert units.to_base(values, given_).tolist() == expected
    assert (
        units.to_base(values, pd.Series(names, dtype="category", index=names)).tolist() == expected
    )


def test_to_base_reads_spellings_and_keeps_missing():
    found = units.to_base([1.0, 2.0, np.nan], pd.Series(["sq. km", None, "ha"], dtype="str"))
    assert found[0] == 1.0 and np.isnan(found[1:]).all()
    assert units.to_base([50.0], "hectares").tolist() == [0.5]
    assert units.to_base([], []).tolist() == []


def test_to_base_looks_only_at_categories_in_use():
    names = pd.Categorical(["km", "mi"], categories=["km^2", "km", "parsec", "mi"])
    assert units.to_base([1.0, 1.0], names).tolist() == [1.0, 1.609344]


@pytest.mark.parametrize("names", [["km^2", "km"], ["percent", "ha"], ["settlement", "district"]])
def test_to_base_refuses_mixed_measures(names):
    with pytest.raises(DimensionError, match="wanted units of one measure"):
        units.to_base([1.0, 2.0], names)


def test_to_base_wants_as_many_units_as_values():
    with pytest.raises(InputError, match="one unit for each of 1 values, given 2 units"):
        units.to_base([1.0], ["km", "km"])


# -- convert ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("3 miles", "km", "4.828032 km"),
        ("1,539 square miles", "km^2", "3985.991702 km²"),
        ("1 539 кв. миль", "km²", "3985.991702 km²"),
        ("1.539,5 km²", "ha", "153950.000000 ha"),
        ("100 acres", "sq km", "0.404686 km²"),
        ("10 dunams", "ha", "1.000000 ha"),
        ("3-mile", "km", "4.828032 km"),
        ("−2.5km", "m", "-2500.000000 m"),
        ("5km²", "m2", "5000000.000000 m²"),
        ("14 sq km a day", "km^2/week", "98.000000 km²/week"),
        ("1 km²", "acres", "247.105381 international_acre"),
    ],
)
def test_convert_text(text, unit, shown):
    assert f"{units.convert(text, unit):.6f~P}" == shown


@pytest.mark.parametrize(
    ("text", "unit", "error", "words"),
    [
        ("5 km²", "mi", DimensionError, "area never converts to length"),
        ("5 km²", "parsec", UnitError, "given 'parsec'"),
        ("5 parsecs", "km", UnitError, "given 'parsecs'"),
        ("5", "km", InputError, "a number in digits and its unit"),
        ("km", "km", InputError, "a number in digits and its unit"),
        ("", "km", InputError, "a number in digits and its unit"),
        ("1,23,4 km", "km", InputError, "group digits by threes"),
        ("five km", "km", InputError, "a number in digits and its unit"),
        ("9**9**9", "km", UnitError, "wanted a unit"),
        ("1 km**2**2**2", "km", UnitError, "wanted a unit"),
        ("5 km²/day", "km^2", UnitError, "a rate per day for an amount"),
        ("5 km²/month", "km^2/day", UnitError, "months have 28 to 31 days"),
        ("20%", "fraction", UnitError, "shares and counts are plain numbers"),
        ("20%", "km^2", DimensionError, "share never converts to area"),
        ("(" * 10_000_000, "km", InputError, "a number in digits and its unit"),
        ("1" * 10_000_000, "km", InputError, "a number in digits and its unit"),
    ],
)
def test_convert_bad_text(text, unit, error, words):
    with pytest.raises(error, match=words) as caught:
        units.convert(text, unit)
    assert len(str(caught.value)) < 400


def test_text_from_outside_never_reaches_pint(monkeypatch):
    seen = []
    registry = units.registry()
    inner = type(registry.get())
    for name in ("parse_expression", "parse_units", "parse_units_as_container"):
        original = getattr(inner, name)

        def spy(self, text, *args, _original=original, **kwargs):
            seen.append(str(text))
            return _original(self, text, *args, **kwargs)

        monkeypatch.setattr(inner, name, spy)
    units.convert("77 sq. kilometres", "SQ MI")
    for text in ("9**9**9 km", "9**9**9", "1 9**9**9", "2 square banana"):
        with pytest.raises((UnitError, InputError)):
            units.convert(text, "km")
        with pytest.raises((UnitError, InputError)):
            units.convert("5 km", text)
        with pytest.raises(UnitError):
            units.pint_series(pd.Series([1.0]), text)
    assert not [
        text for text in seen if any(w in text for w in ("9**9", "banana", "sq", "77", "SQ"))
    ]


@settings(deadline=None, max_examples=60)
@given(NUMBERS, st.sampled_from([AREAS, LENGTHS]).flatmap(st.permutations))
def test_round_trips(value, names):
    one, other = names[:2]
    there = units.convert(value, other, frm=one)
    assert units.convert(there, one, frm=other) == pytest.approx(value, rel=1e-12)
    quantity = units.registry().Quantity(value, units.pints.PINT[one])
    back = units.convert(units.convert(quantity, other), one)
    assert back.units == quantity.units and back.m == pytest.approx(value, rel=1e-12)
    series = units.pint_series(pd.Series([value, None]), one)
    again, unit = units.plain(units.convert(units.convert(series, other), one))
    assert unit == one and again[0] == pytest.approx(value, rel=1e-12) and np.isnan(again[1])


def test_convert_quantity_of_the_user():
    registry = pint.get_application_registry()
    assert units.convert(registry.Quantity(2.0, "mile**2"), "km^2").m == 2 * 2.589988110336
    # The user's acre stays what pint says: of the US survey before 0.26, international since.
    acre = registry.Quantity(1.0, "acre")
    assert units.convert(acre, "m^2").m == pytest.approx(acre.to("m**2").m, rel=1e-12)
    assert units.convert(registry.Quantity(1.0, "yard"), "m").m == pytest.approx(0.9144)
    with pytest.raises(DimensionError, match="wanted what converts to km \\(length\\), given acre"):
        units.convert(registry.Quantity(1.0, "acre"), "km")
    with pytest.raises(DimensionError, match="area never converts to length"):
        units.convert(registry.Quantity(1.0, "kilometer**2"), "mi")


def test_convert_plain_numbers():
    assert units.convert(1, "km^2", frm="sq mi") == 2.589988110336
    assert units.convert([1.0, 2.0], "fraction", frm="percent").tolist() == [0.01, 0.02]
    series = pd.Series([1.0], index=["x"], name="n")
    found = units.convert(series, "km", frm="mi")
    assert found.name == "n" and found["x"] == 1.609344
    with pytest.raises(InputError, match="name the unit of plain numbers, as in convert"):
        units.convert(5, "km")
    with pytest.raises(InputError, match="wanted numbers beside frm, given '5 km'"):
        units.convert("5 km", "km", frm="mi")


def index():
    return pd.MultiIndex.from_tuples(
        [(pd.Period("2025-01", "M"), "russia"), (pd.Period("2025-02", "M"), "russia")],
        names=["month", "party"],
    )


def test_convert_pint_series_keeps_all_but_the_unit():
    series = units.pint_series(pd.Series([320.0, None], index=index(), name="gain"), "km^2")
    series.attrs["attribution"] = "ISW"
    found = units.convert(series, "mi^2")
    assert str(found.dtype) == "pint[mile ** 2][Float64]"
    assert found.index.equals(series.index) and found.name == "gain"
    assert found.attrs == {"attribution": "ISW"}
    assert found.isna().tolist() == [False, True]
    assert found.iloc[0].m == pytest.approx(123.5527, abs=1e-4)
    assert units.plain(series)[0].tolist()[0] == 320.0
    with pytest.raises(DimensionError, match="area never converts to length"):
        units.convert(series, "mi")


def test_convert_series_of_floats_with_its_unit_told():
    series = pd.Series([20.0, 21.0])
    series.attrs["unit"] = "percent"
    found = units.convert(series, "fraction")
    assert found.tolist() == [0.2, 0.21] and found.attrs["unit"] == "fraction"
    assert series.attrs["unit"] == "percent"
    with pytest.raises(UnitError, match="wanted a Series with a unit, given dtype float64"):
        units.convert(pd.Series([1.0]), "km")


def test_convert_table_of_series():
    table = pd.DataFrame({"days": [31, 28]}, index=index())
    for name in ("value", "low"):
        table[name] = units.pint_series(pd.Series([1.0, 2.0], index=index()), "mi^2")
    found = units.convert(table, "km^2")
    assert found["value"].pint.m.tolist() == [2.589988110336, 5.179976220672]
    assert str(found["low"].dtype) == "pint[kilometer ** 2][Float64]"
    assert found["days"].tolist() == [31, 28] and str(table["low"].dtype).startswith("pint[mile")
    with pytest.raises(UnitError, match="a reports table or a table with pint columns"):
        units.convert(table[["days"]], "km^2")


def reports():
    return reports_table(
        [
            Report("a", measure="area", kind="gain", value=320.0, unit="km^2"),
            Report("b", measure="area", kind="gain", value=700.0, low=700.0, unit="ha"),
            Report("c", measure="length", kind="gain", value=3.0, unit="mi"),
            Report("d", measure="area", kind="gain", value=14.0, unit="km^2", per="day"),
            Report("e", measure="share", kind="control", value=20.0, unit="percent"),
        ]
    )


def test_convert_reports():
    areas = reports()[lambda table: table["measure"] == "area"]
    found = units.convert(areas, "mi^2")
    assert found["unit"].tolist() == ["mi^2"] * 3
    assert found["value"].tolist() == pytest.approx([123.552690, 2.7027151, 5.4054302])
    assert found.loc[1, "low"] == found.loc[1, "value"] and np.isnan(found.loc[0, "low"])
    assert found["per"].isna().tolist() == [True, True, False]
    assert areas["unit"].tolist() == ["km^2", "ha", "km^2"]
    assert found.dtypes.equals(areas.dtypes)


def test_convert_reports_of_several_measures_tells_what_stays():
    with pytest.warns(TerritorialWarning, match="1 in mi, 1 in percent; take one measure first"):
        found = units.convert(reports(), "mi^2")
    assert found["unit"].tolist() == ["mi^2", "mi^2", "mi", "mi^2", "percent"]
    assert found.loc[2, "value"] == 3.0


def test_area_of_reports_never_becomes_a_length():
    with pytest.raises(DimensionError, match="given reports 1 in ha, 2 in km"):
        units.convert(reports()[lambda table: table["measure"] == "area"], "mi")


def test_convert_reported_rates():
    rates = reports().iloc[[3]]
    found = units.convert(rates, "km^2/week")
    assert found["value"].tolist() == [98.0] and found["per"].tolist() == ["week"]
    with pytest.raises(UnitError, match="months have 28 to 31 days"):
        units.convert(rates, "km^2/month")
    with pytest.raises(DimensionError, match="nor do rates into amounts"):
        units.convert(reports().iloc[[0]], "km^2/day")


def test_convert_reports_without_rows():
    assert units.convert(reports().iloc[:0], "mi^2").empty


# -- pint ---------------------------------------------------------------------


def test_the_application_registry_is_used():
    quantity = units.convert("1 mile", "km")
    other = pint.get_application_registry().Quantity(1.0, "km")
    assert f"{(quantity + other).to('km'):.3f~P}" == "2.609 km"


def test_plain_of_units_that_only_pint_has():
    values, unit = units.plain(pd.Series([1.0], dtype="pint[acre][Float64]"))
    acre = pint.get_application_registry().Quantity(1.0, "acre").to("km**2").m
    assert unit == "km^2" and values[0] == pytest.approx(acre, rel=1e-12)
    values, unit = units.plain(pd.Series([2.0], dtype="pint[yard/week][Float64]"))
    assert unit == "km/day" and values[0] == pytest.approx(2 * 0.0009144 / 7)
    values, unit = units.plain(pd.Series([2.0], dtype="pint[acre/month][Float64]"))
    assert unit == "km^2/month" and values[0] == pytest.approx(2 * acre, rel=1e-12)
    with pytest.raises(DimensionError, match="a Series in kg"):
        units.plain(pd.Series([2.0], dtype="pint[kilogram][Float64]"))


@pytest.mark.parametrize("unit", ["percent", "settlement", "%", "district"])
def test_shares_and_counts_are_no_pint_units(unit):
    with pytest.raises(UnitError, match="keep them in a float Series with attrs"):
        units.pint_series(pd.Series([1.0]), unit)


def test_whole_numbers_and_missing_ones():
    for values in (pd.Series([1, 2]), pd.Series([1, None], dtype="Int64"), pd.Series([None, 1.5])):
        found = units.pint_series(values, "km^2/day")
        assert str(found.dtype) == "pint[kilometer ** 2 / day][Float64]"
        back, unit = units.plain(found)
        assert unit == "km^2/day" and back.isna().tolist() == values.isna().tolist()


def test_quantities_survive_pickling():
    assert pickle.loads(pickle.dumps(units.convert("5 dunams", "ha"))).m == 0.5


def run(code):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)], capture_output=True, text=True
    )


def test_first_use_by_eight_threads():
    done = run(
        """
        import threading
        from territorial import units
        start, found = threading.Barrier(8), []
        def work():
            start.wait()
            try:
                for _ in range(20):
                    found.append(round(units.convert("10 dunams", "acres").m, 6))
            except BaseException as error:
                found.append(repr(error))
        threads = [threading.Thread(target=work) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert set(found) == {2.471054} and len(found) == 160, set(found)
        """
    )
    assert done.returncode == 0, done.stderr


def test_a_registry_set_later_gets_the_definitions_too():
    done = run(
        """
        import pint
        from territorial import units
        units.convert("1 dunam", "ha")
        mine = pint.UnitRegistry()
        pint.set_application_registry(mine)
        found = units.convert("10 dunams", "ha")
        assert found == mine.Quantity(1.0, "hectare")
        other = pint.UnitRegistry()
        other.define("dunam = 919.3 * meter ** 2")
        pint.set_application_registry(other)
        try:
            units.registry()
        except units.pints.UnitError as error:
            assert "1 dunam is 1000.0 m²" in str(error), error
        else:
            raise SystemExit("a dunam of another size was taken")
        """
    )
    assert done.returncode == 0, done.stderr


def test_importing_units_loads_neither_numpy_nor_pint():
    done = run(
        """
        import sys
        from territorial import units
        units.canonical("sq. km"), units.factor("mi", "km"), units.split_rate("km²/day")
        assert not {"numpy", "pandas", "pint", "pint_pandas"} & set(sys.modules)
        """
    )
    assert done.returncode == 0, done.stderr
