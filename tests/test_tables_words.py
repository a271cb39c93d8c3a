"""The wording of cells, periods and labels, one by one; and the words themselves as data."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial import units
from territorial.errors import LexiconError
from territorial.lexicon import months, tables
from territorial.lexicon.rows import rows
from territorial.readers.tables.amounts import decimal_evidence, parse_amounts
from territorial.readers.tables.grids import grid, without_dittos
from territorial.readers.tables.labels import read_label
from territorial.readers.tables.marks import is_missing, strip_marks
from territorial.readers.tables.phrases import parse_phrase, span_of

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def span(text, year=None):
    found = span_of(parse_phrase(text), year)
    return found and tuple(day.isoformat() for day in found)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1–27 Oct 2024", "2024-10-01", "2024-10-27"),
        ("20-27 Oct 2024", "2024-10-20", "2024-10-27"),
        ("October 1–27, 2024", "2024-10-01", "2024-10-27"),
        ("30 Dec 2024 – 5 Jan 2025", "2024-12-30", "2025-01-05"),
        ("30 Dec – 5 Jan 2025", "2024-12-30", "2025-01-05"),
        ("Nov. 18 – Dec. 16, 2025", "2025-11-18", "2025-12-16"),
        ("01.10–27.10.2024", "2024-10-01", "2024-10-27"),
        ("1.–27.10.2024", "2024-10-01", "2024-10-27"),
        ("2024-10-01/2024-10-27", "2024-10-01", "2024-10-27"),
        ("2025-10", "2025-10-01", "2025-10-31"),
        ("01.2025", "2025-01-01", "2025-01-31"),
        ("Oct-24", "2024-10-01", "2024-10-31"),
        ("20250131", "2025-01-31", "2025-01-31"),
        ("Q3 2024", "2024-07-01", "2024-09-30"),
        ("1Q25", "2025-01-01", "2025-03-31"),
        ("ІІ квартал 2025", "2025-04-01", "2025-06-30"),
        ("I–II квартали 2025", "2025-01-01", "2025-06-30"),
        ("1. Halbjahr 2025", "2025-01-01", "2025-06-30"),
        ("II полугодие 2024", "2024-07-01", "2024-12-31"),
        ("9 месяцев 2025", "2025-01-01", "2025-09-30"),
        ("second half of July 2025", "2025-07-16", "2025-07-31"),
        ("winter 2024/25", "2024-12-01", "2025-02-28"),
        ("2023–2025", "2023-01-01", "2025-12-31"),
        ("2025 (to 15 Aug)", "2025-01-01", "2025-08-15"),
        ("January–15 August 2025", "2025-01-01", "2025-08-15"),
        ("week ending 5 January 2025", "2024-12-30", "2025-01-05"),
        ("Week of 30 Dec 2024", "2024-12-30", "2025-01-05"),
        ("2025-W03", "2025-01-13", "2025-01-19"),
        ("Total 2024 (Oct–Dec)", "2024-10-01", "2024-12-31"),
        ("12 months to June 2025", "2024-07-01", "2025-06-30"),
        ("31-Jan-25", "2025-01-31", "2025-01-31"),
        ("Febr. 2025", "2025-02-01", "2025-02-28"),
        ("T2 2024", "2024-04-01", "2024-06-30"),
        ("1er semestre 2025", "2025-01-01", "2025-06-30"),
        ("del 1 al 15 de mayo de 2025", "2025-05-01", "2025-05-15"),
        ("1–15 maja 2025", "2025-05-01", "2025-05-15"),
        ("2024-10-01 → 2024-10-15", "2024-10-01", "2024-10-15"),
        ("Oct & Nov 2024", "2024-10-01", "2024-11-30"),
        ("жовтень і листопад 2024", "2024-10-01", "2024-11-30"),
        ("перша половина серпня 2025", "2025-08-01", "2025-08-15"),
        ("erste Hälfte August 2025", "2025-08-01", "2025-08-15"),
        ("2-га декада серпня 2025", "2025-08-11", "2025-08-20"),
        ("III декада февраля 2025", "2025-02-21", "2025-02-28"),
        ("Nov–Jan 2024/25", "2024-11-01", "2025-01-31"),
        ("Year-end 2024", "2024-01-01", "2024-12-31"),
        ("2022-24", "2022-01-01", "2024-12-31"),
        ("10 days to 20 March 2025", "2025-03-11", "2025-03-20"),
        ("three months ending 15 June 2025", "2025-03-16", "2025-06-15"),
        ("year to June 2025", "2024-07-01", "2025-06-30"),
        ("28 days from 3 March 2025", "2025-03-03", "2025-03-30"),
        ("з 1 до 15 березня 2025", "2025-03-01", "2025-03-15"),
        ("Stand 1.1.2026", "2026-01-01", "2026-01-01"),
        ("Russian-occupied territory on 1 January 2026", "2026-01-01", "2026-01-01"),
        ("month ending 31 Jan 2025", "2025-01-01", "2025-01-31"),
        ("Sat 1 Feb – Fri 7 Feb 2025", "2025-02-01", "2025-02-07"),
        ("first 20 days of February 2025", "2025-02-01", "2025-02-20"),
        ("last 10 days of February 2025", "2025-02-19", "2025-02-28"),
        ("second week of February 2025", "2025-02-08", "2025-02-14"),
        ("last week of February 2025", "2025-02-22", "2025-02-28"),
        ("2nd half of February 2025", "2025-02-16", "2025-02-28"),
        ("Feb/Mar 2025", "2025-02-01", "2025-03-31"),
        ("Nov 2024/Feb 2025", "2024-11-01", "2025-02-28"),
        ("March 2025 (up to 9 March)", "2025-03-01", "2025-03-09"),
        ("winter 2023–24", "2023-12-01", "2024-02-29"),
        ("Q1-25", "2025-01-01", "2025-03-31"),
        ("станом на 01.02.2025", "2025-02-01", "2025-02-01"),
    ],
)
def test_periods_as_people_write_them(text, start, end):
    assert span(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "year", "start", "end"),
    [
        ("25–31 Aug", 2025, "2025-08-25", "2025-08-31"),
        ("Dec–Feb", 2025, "2024-12-01", "2025-02-28"),
        ("February", 2024, "2024-02-01", "2024-02-29"),
        ("Q1", 2025, "2025-01-01", "2025-03-31"),
        ("січень–червень", 2025, "2025-01-01", "2025-06-30"),
    ],
)
def test_a_missing_year_comes_from_outside(text, year, start, end):
    assert parse_phrase(text).dated is False
    assert span(text) is None
    assert span(text, year) == (start, end)


@pytest.mark.parametrize(
    "text", ["Pokrovsk", "Total", "Top 20 regions", "12", "n/a", "quarterly", ""]
)
def test_what_is_no_period(text):
    assert parse_phrase(text) is None


def test_a_verb_is_no_month_in_a_line_of_prose():
    assert parse_phrase("Figures may differ", title=True) is None
    assert parse_phrase("Gains in May", title=True) is not None


@given(
    st.dates(dt.date(1914, 1, 1), dt.date(2090, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(
        [
            "{a.day} {am} {a.year} – {b.day} {bm} {b.year}",
            "{a.day:02d}.{a.month:02d}.{a.year} - {b.day:02d}.{b.month:02d}.{b.year}",
            "{a} to {b}",
            "{am} {a.day}, {a.year} – {bm} {b.day}, {b.year}",
        ]
    ),
)
@settings(max_examples=150, deadline=None)
def test_any_span_reads_back(first, length, form):
    last = first + dt.timedelta(days=length)
    text = form.format(a=first, b=last, am=MONTHS[first.month - 1], bm=MONTHS[last.month - 1])
    assert span_of(parse_phrase(text)) == (first, last)


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_parsers(text):
    parse_amounts(text)
    read_label(text)
    phrase = parse_phrase(text)
    if phrase is not None:
        with contextlib.suppress(ValueError):  # 31 February is a wording, and no day
            span_of(phrase, 2025)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "qualifier", "unit"),
    [
        ("~700", 700, None, None, "about", None),
        (">600", 600, 600, None, "at_least", None),
        ("<1", 1, None, 1, "at_most", None),
        ("500–600", 550, 500, 600, "range", None),
        ("500 to 600", 550, 500, 600, "range", None),
        ("between 500 and 600 km²", 550, 500, 600, "range", "km^2"),
        ("від 500 до 600 кв. км", 550, 500, 600, "range", "km^2"),
        ("430 ± 10", 430, 420, 440, "range", None),
        ("almost 700", 700, None, 700, "nearly", None),
        ("700+", 700, 700, None, "at_least", None),
        ("1 180", 1180, None, None, "exact", None),
        ("1\u00a0180", 1180, None, None, "exact", None),
        ("1,910.39 km²", 1910.39, None, None, "exact", "km^2"),
        ("up to 90 sq. km", 90, None, 90, "at_most", "km^2"),
        ("не менее 300", 300, 300, None, "at_least", None),
        ("1.2 thousand km²", 1200, None, None, "exact", "km^2"),
        ("12k", 12000, None, None, "exact", None),
        ("~12.5k km²", 12500, None, None, "about", "km^2"),
        ("26 (km2)", 26, None, None, "exact", "km^2"),
        ("725[a]", 725, None, None, "exact", None),
        ("1,000*", 1000, None, None, "exact", None),
        ("**660**", 660, None, None, "exact", None),
        ("ca.700", 700, None, None, "about", None),
        ("700 (approx.)", 700, None, None, "about", None),
        ("90 max", 90, None, 90, "at_most", None),
        ("600 and more", 600, 600, None, "at_least", None),
        ("500..600", 550, 500, 600, "range", None),
        ("500~600", 550, 500, 600, "range", None),
        ("560 (500–600)", 560, 500, 600, "range", None),
        ("550 (+/- 50)", 550, 500, 600, "range", None),
        ("two villages", 2, None, None, "exact", "settlement"),
        ("zero", 0, None, None, "exact", None),
    ],
)
def test_amounts_as_people_write_them(text, value, low, high, qualifier, unit):
    [amount] = parse_amounts(text).amounts
    assert (amount.value, amount.low, amount.high, amount.qualifier, amount.unit) == (
        value,
        low,
        high,
        qualifier,
        unit,
    )
    assert not amount.negative


@pytest.mark.parametrize(
    "text", ["-37", "−37", "–37", "(37)", "(37,0)", "(37 km²)", "minus 37", "▼ 37"]
)
def test_negatives(text):
    [amount] = parse_amounts(text, ",").amounts
    assert (amount.value, amount.negative) == (37, True)


def test_a_rate_and_a_second_unit():
    [amount] = parse_amounts("about 22 km² per day").amounts
    assert (amount.value, amount.unit, amount.per) == (22, "km^2", "day")
    first, second = parse_amounts("26 km² (10 sq mi)").amounts
    assert (first.value, first.unit, second.value, second.unit) == (26, "km^2", 10, "mi^2")


@pytest.mark.parametrize(
    "text", ["n/a", "—", "–", "-", "no data", "k. A.", "н/д", "", "нет данных", "N/A*", "TBC"]
)
def test_words_for_no_figure(text):
    assert is_missing(text)
    assert parse_amounts(text).amounts == ()
    assert parse_amounts(text).why is None


@pytest.mark.parametrize("text", ["4O3", "1,23,4", "12..5x7"])
def test_what_is_no_number_is_told(text):
    assert text in parse_amounts(text).why


def test_zero_is_a_figure():
    assert parse_amounts("0").amounts[0].value == 0


def test_marks_leave_the_square_alone():
    assert strip_marks("12 km²") == "12 km²"
    assert strip_marks("12²") == "12"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("10,5", ","),
        ("1.539,5", ","),
        ("1,539.5", "."),
        ("0,125", ","),
        ("1,539", None),
        ("12", None),
        ("1539,125", ","),
    ],
)
def test_what_a_number_tells_of_its_decimal_mark(text, mark):
    assert decimal_evidence(text) == mark


@given(st.integers(0, 10**7), st.integers(0, 99), st.sampled_from([",", "."]))
@settings(max_examples=100, deadline=None)
def test_any_figure_reads_back_in_either_style(whole, cents, decimal):
    group = "." if decimal == "," else ","
    text = f"{whole:,}".replace(",", group) + decimal + f"{cents:02d}"
    [amount] = parse_amounts(text, decimal).amounts
    assert amount.value == pytest.approx(whole + cents / 100, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Russian net gains, km²",
            {"party": "russia", "kind": "gain", "basis": "net", "units": ("km^2",)},
        ),
        ("Gain/loss", {"kind": "gain", "basis": "net"}),
        (
            "Area captured by Russia (sq mi)",
            {"party": "russia", "kind": "gain", "units": ("mi^2",), "measure": "area"},
        ),
        ("% of Ukraine occupied", {"party": None, "kind": "control", "units": ("percent",)}),
        (
            "Share of Ukraine under Russian control",
            {"party": "russia", "kind": "control", "measure": "share"},
        ),
        ("Settlements captured", {"kind": "gain", "units": ("settlement",)}),
        ("controlled_km2", {"kind": "control", "units": ("km^2",)}),
        ("daily_net_km2", {"basis": "net", "per": None, "weak_per": "day"}),
        ("Verluste", {"kind": "loss"}),
        ("Saldo", {"kind": "gain", "basis": "net"}),
        ("У середньому за добу, кв. км", {"per": "day", "units": ("km^2",)}),
        ("Зміна до попереднього періоду, %", {"ignore": "computed change"}),
        ("Drones launched", {"ignore": "weapons and attacks"}),
        ("Personnel losses", {"ignore": "people"}),
        ("map_version", {"ignore": "map data"}),
        ("Region's total area (km²)", {"soft": "whole area"}),
        ("UK MoD", {"attribution": "UK MoD", "party": None}),
        ("Newly Russian-held (km²)", {"party": "russia", "kind": "gain"}),
        ("Rise in Russian-held area", {"party": "russia", "kind": "gain"}),
        ("Came under RSF control", {"party": "rsf", "kind": "gain"}),
        ("Fell to Russian forces", {"party": "russia", "kind": "gain"}),
        ("Перейшло під контроль РФ", {"party": "russia", "kind": "gain"}),
        ("Lost to Russia", {"party": None, "kind": "loss"}),
        ("Cleared of IS", {"party": None, "kind": "gain"}),
        ("Under Russia, km²", {"party": "russia", "kind": "control"}),
        ("IDF-controlled area", {"party": "israel", "kind": "control", "attribution": None}),
        ("Russia −", {"party": "russia", "kind": "loss"}),
        ("Росія (+)", {"party": "russia", "kind": "gain"}),
        ("+/−, km²", {"kind": "gain", "basis": "net"}),
        ("Δ km²", {"kind": "gain", "basis": "net"}),
        ("Nettozugewinn", {"kind": "gain", "basis": "net"}),
        ("Neu besetzte Fläche", {"kind": "gain"}),
        ("Flächenverlust", {"kind": "loss"}),
        ("Personalverluste", {"ignore": "people"}),
    ],
)
def test_labels(text, told):
    label = read_label(text)
    assert {name: getattr(label, name) for name in told} == told


# ---- the words as data


def test_a_month_form_belongs_to_one_month():
    for lang in months.month_languages():
        listed = months.month_words(lang)
        assert set(listed.values()) == set(range(1, 13)), lang
        for form in listed:
            assert months.month_number(form.rstrip("*"), lang) == listed[form]
    whole = {}
    for lang in months.month_languages():
        for form, month in months.month_words(lang).items():
            assert whole.setdefault(form, month) == month, form


@pytest.mark.parametrize(
    "word",
    ["березі", "травма", "квітка", "грудний", "липкий", "мартышка", "marching", "decent", "octane"],
)
def test_words_that_are_no_months(word):
    assert months.month_number(word) is None


def test_a_form_has_one_meaning_in_its_class_and_language():
    seen = {}
    for number, (cls, value, lang, form, origin) in ((n, cells) for n, cells in rows(tables.FILE)):
        assert origin
        assert form == form.strip()
        assert "*" not in form[1:-1], f"line {number}"
        assert form.count("*") < 2, f"line {number}"
        assert cls == "source" or form == form.lower(), f"line {number}"
        if cls in {
            "role",
            "total",
            "ordinal",
        }:  # one word may open several roles in other languages
            continue
        assert seen.setdefault((cls, lang, form), value) == value, f"line {number}: {form}"


def test_every_class_of_words_is_used():
    used = {
        "role", "kind", "basis", "per", "weak", "average", "total", "cumulative", "edge", "measure", "times", "ignore",
        "soft", "placeword", "by", "source", "qualifier", "between", "rangeword", "missing", "ordinal", "part", "season",
        "through", "since", "asof", "filler", "note", "inword", "grain", "notyear", "party", "code", "of", "of total", "taken", "without", "body", "land",
        "span", "latest", "number", "state", "new", "under", "handed", "unit", "deed", "toward", "rid", "sign", "at the end", "said of any column",
    }  # fmt: skip
    assert {cells[0] for _, cells in rows(tables.FILE)} == used


def test_units_of_labels_are_canonical():
    assert set(read_label("Area, km² (sq mi)").units) <= set(units.FACTORS)


def test_a_broken_row_of_words_is_told(monkeypatch):
    monkeypatch.setattr(tables, "rows", lambda name: iter([(7, ["kind", "gain"])]))
    tables._read.cache_clear()
    with pytest.raises(LexiconError, match="line 7"):
        tables._read()
    tables._read.cache_clear()


def test_endless_cells_cost_nothing():
    assert parse_amounts("1," * 50_000).wordy
    assert parse_phrase("1-" * 50_000) is None
    assert not is_missing("-" * 50_000)
    assert read_label("gain km² " * 20_000).kind == "gain"


def test_ground_that_does_not_count_is_a_scope_and_no_place():
    label = read_label("Held without Crimea, km²")
    assert (label.place, label.scope, label.kind) == (None, "without Crimea", "control")
    assert read_label("Утримується в Криму, км²").scope is None
    assert read_label("Площа без урахування Криму, км²").scope == "без урахування Криму"


def test_a_change_of_control_in_a_title_is_a_change():
    assert read_label("Прирост подконтрольной территории", title=True).kind == "gain"
    assert read_label("Gains and controlled areas", title=True).kind is None


def test_what_ditto_marks_repeat():
    table = grid("", [["2025", 430, "km2"], ["″", 386, '"'], ["-//-", None, "ha"]])
    assert without_dittos(table).rows == [
        ["2025", 430, "km2"],
        ["2025", 386, "km2"],
        ["2025", None, "ha"],
    ]
    first = grid("", [['"', 1]])
    assert without_dittos(first).rows == first.rows


def test_german_names_in_the_genitive():
    assert read_label("Nettogewinne Russlands", title=True).party == "russia"
