"""Numbers, ranges, hedges, bounds, units and rates in running text."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from territorial.records import Report
from territorial.text.reader import explain_records, read_records

PUBLISHED = dt.date(2025, 2, 7)


def one(text: str) -> Report:
    [report] = [r for r in read_records(text, published=PUBLISHED, lang="en") if not r.restates]
    assert text[report.span_start : report.span_end] == report.quote
    return report


def taken(words: str) -> Report:
    return one(f"Russia took {words} in January.")


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        # digits with the separators that people use
        ("320 sq km", 320, "km^2"),
        ("1,539 sq km", 1539, "km^2"),
        ("1 539 sq km", 1539, "km^2"),
        ("1\u00a0539 sq km", 1539, "km^2"),
        ("1\u202f539 sq km", 1539, "km^2"),
        ("1\u2009539 sq km", 1539, "km^2"),
        ("1'539 sq km", 1539, "km^2"),
        ("4.310 sq km", 4310, "km^2"),
        ("1.539,5 sq km", 1539.5, "km^2"),
        ("1,539.5 sq km", 1539.5, "km^2"),
        ("12.5 sq km", 12.5, "km^2"),
        ("12,5 sq km", 12.5, "km^2"),
        ("0.4 sq km", 0.4, "km^2"),
        # scales
        ("1.2 thousand sq km", 1200, "km^2"),
        ("3 million hectares", 3e6, "ha"),
        ("3m hectares", 3e6, "ha"),
        ("40k hectares", 40_000, "ha"),
        # words
        ("one village", 1, "settlement"),
        ("seven villages", 7, "settlement"),
        ("forty-one settlements", 41, "settlement"),
        ("a hundred villages", 100, "settlement"),
        ("a hundred and twenty villages", 120, "settlement"),
        ("two hundred and forty-one villages", 241, "settlement"),
        ("two thousand three hundred square kilometres", 2300, "km^2"),
        ("two hundred and forty thousand hectares", 240_000, "ha"),
        ("two hundred thousand hectares", 200_000, "ha"),
        (
            "one million two hundred and forty thousand three hundred and six acres",
            1_240_306,
            "acre",
        ),
        ("a hundred and one thousand and five acres", 101_005, "acre"),
        ("two and a half thousand hectares", 2500, "ha"),
        ("half a dozen villages", 6, "settlement"),
        ("half a million hectares", 500_000, "ha"),
        ("two dozen villages", 24, "settlement"),
        ("a dozen villages", 12, "settlement"),
        ("a couple of villages", 2, "settlement"),
        ("Twelve villages", 12, "settlement"),
        # units
        ("320 km²", 320, "km^2"),
        ("320km²", 320, "km^2"),
        ("320 km2", 320, "km^2"),
        ("320 km^2", 320, "km^2"),
        ("320 sq. km", 320, "km^2"),
        ("320 sqkm", 320, "km^2"),
        ("320 square kilometres", 320, "km^2"),
        ("320 square kilometers", 320, "km^2"),
        ("320 kilometres squared", 320, "km^2"),
        ("a 390-square-mile area", 390, "mi^2"),
        ("123.5 square miles", 123.5, "mi^2"),
        ("123 sq mi", 123, "mi^2"),
        ("123 sq. mi.", 123, "mi^2"),
        ("40 hectares", 40, "ha"),
        ("40,000 acres", 40_000, "acre"),
        ("4,000 dunams", 4000, "dunam"),
        ("12 settlements", 12, "settlement"),
        ("12 more villages", 12, "settlement"),
        ("12 small coastal towns", 12, "settlement"),
        ("another 12 hamlets", 12, "settlement"),
        ("12 populated areas", 12, "settlement"),
        ("three districts", 3, "district"),
        ("three townships", 3, "district"),
    ],
)
def test_value_and_unit(words: str, value: float, unit: str) -> None:
    report = taken(words)
    assert report.value == pytest.approx(value)
    assert report.unit == unit
    assert (report.qualifier, report.low, report.high) in {
        ("exact", None, None),
        ("about", None, None),
    }


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("Russia holds 20% of Ukraine.", 20, "percent"),
        ("Russia holds 20 % of Ukraine.", 20, "percent"),
        ("Russia holds 20 per cent of Ukraine.", 20, "percent"),
        ("Russia holds twenty percent of Ukraine.", 20, "percent"),
        ("Russia holds a fifth of Ukraine.", 1 / 5, "fraction"),
        ("Russia holds one fifth of Ukraine.", 1 / 5, "fraction"),
        ("Russia holds one-fifth of Ukraine.", 1 / 5, "fraction"),
        ("Russia holds 1/5 of Ukraine.", 1 / 5, "fraction"),
        ("Russia holds two-thirds of Donetsk region.", 2 / 3, "fraction"),
        ("Russia holds three quarters of the province.", 3 / 4, "fraction"),
        ("Russia holds half of Donetsk region.", 1 / 2, "fraction"),
    ],
)
def test_shares(words: str, value: float, unit: str) -> None:
    report = one(words)
    assert report.value == pytest.approx(value)
    assert (report.measure, report.unit, report.kind) == ("share", unit, "control")


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("4 km", 4, "km"),
        ("4.5 kilometres", 4.5, "km"),
        ("three miles", 3, "mi"),
        ("a mile and a half", 1.5, "mi"),
        ("one and a half miles", 1.5, "mi"),
        ("800 metres", 800, "m"),
        ("half a mile", 0.5, "mi"),
    ],
)
def test_lengths(words: str, value: float, unit: str) -> None:
    report = one(f"Russian forces advanced {words} in January.")
    assert (report.value, report.unit, report.measure) == (pytest.approx(value), unit, "length")


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("between 300 and 350 sq km", 300, 350),
        ("between 300 sq km and 350 sq km", 300, 350),
        ("from 300 to 350 sq km", 300, 350),
        ("300-350 sq km", 300, 350),
        ("300–350 sq km", 300, 350),
        ("300 to 350 sq km", 300, 350),
        ("some 300 to 350 sq km", 300, 350),
        ("five or six villages", 5, 6),
        ("five to six villages", 5, 6),
        ("1-1.5 thousand hectares", 1000, 1500),
        ("two to three thousand hectares", 2000, 3000),
    ],
)
def test_ranges(words: str, low: float, high: float) -> None:
    report = taken(words)
    assert report.qualifier == "range"
    assert (report.low, report.value, report.high) == (low, (low + high) / 2, high)


@pytest.mark.parametrize("words", ["350 to 300 sq km", "5 or 50 villages"])
def test_two_numbers_that_bound_nothing_are_no_range(words: str) -> None:
    for report in read_records(f"Russia took {words} in May.", published=PUBLISHED, lang="en"):
        assert report.qualifier != "range"


BOUNDS = {
    "exact": ["{}", "only {}", "just {}", "a mere {}", "exactly {}", "a total of {}"],
    "about": [
        "about {}", "around {}", "roughly {}", "approximately {}", "some {}", "~{}", "≈{}",
        "an estimated {}", "{} or so", "c. {}", "approx. {}", "circa {}",
    ],
    "at_least": [
        "over {}", "more than {}", "at least {}", "no fewer than {}", "no less than {}",
        "upwards of {}", "in excess of {}", "just over {}", "well over {}", "a minimum of {}",
        "{} or more", ">{}", "slightly more than {}", "not less than {}",
    ],
    "at_most": [
        "up to {}", "less than {}", "no more than {}", "at most {}", "{} at most", "{} or less",
        "under {}", "below {}", "a maximum of {}", "<{}", "fewer than {}", "as much as {}",
    ],
    "nearly": [
        "nearly {}", "almost {}", "just under {}", "close to {}", "just short of {}",
        "not quite {}", "slightly less than {}", "approaching {}",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("qualifier", "words"), [(name, words) for name, row in BOUNDS.items() for words in row]
)
def test_hedges_bound_the_value(qualifier: str, words: str) -> None:
    report = taken(words.format("320 square kilometres"))
    assert report.value == 320
    assert report.quote == "320 square kilometres"  # without the hedge
    assert report.qualifier == qualifier
    assert report.low == (320 if qualifier == "at_least" else None)
    assert report.high == (320 if qualifier in {"at_most", "nearly"} else None)


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("about 14", "about"),
        ("at least 14", "at_least"),
        ("up to 14", "at_most"),
        ("nearly 14", "nearly"),
    ],
)
def test_hedges_bound_counts_and_shares_too(words: str, qualifier: str) -> None:
    assert taken(f"{words} villages").qualifier == qualifier
    assert one(f"Russia holds {words} percent of Ukraine.").qualifier == qualifier


@pytest.mark.parametrize(
    ("words", "per"),
    [
        ("14 sq km a day", "day"),
        ("14 sq km per day", "day"),
        ("14 sq km every day", "day"),
        ("14 sq km each day", "day"),
        ("14 sq km daily", "day"),
        ("14 sq km/day", "day"),
        ("an average of 14 sq km a day", "day"),
        ("14 sq km a week", "week"),
        ("14 sq km per week", "week"),
        ("14 sq km weekly", "week"),
        ("14 sq km a month", "month"),
        ("14 sq km per month", "month"),
        ("14 sq km", None),
    ],
)
def test_rates(words: str, per: str | None) -> None:
    report = taken(words)
    assert (report.value, report.unit, report.per) == (14, "km^2", per)
    assert report.start == dt.date(2025, 1, 1)


def test_a_rate_told_before_its_figure() -> None:
    report = one("Russia took ground at an average daily rate of 14 sq km in January.")
    assert (report.value, report.per) == (14, "day")


@pytest.mark.parametrize(
    "words",
    ["$320 million", "€40 of gear", "dozens of villages", "hundreds of square kilometres",
     "the village", "villages", "some land", "2,000 prisoners", "320 km/h trains",
     "five more", "12 village groups", "T-72 tanks"],
)  # fmt: skip
def test_what_is_no_quantity_of_territory(words: str) -> None:
    assert read_records(f"Russia took {words} in May.", published=PUBLISHED, lang="en") == []


def test_a_number_too_long_for_a_number_is_none() -> None:
    text = f"Russia took {'9' * 500} sq km in January."
    assert read_records(text, published=PUBLISHED, lang="en") == []


@pytest.mark.parametrize("words", ["0 sq km", "zero villages"])
def test_nothing_is_an_amount_too(words: str) -> None:
    for seen in explain_records(f"Russia took {words} in May.", published=PUBLISHED, lang="en"):
        assert seen.report is None or seen.report.value == 0


def test_values_are_finite() -> None:
    text = f"Russia took {'9' * 300} million sq km in January."
    for report in read_records(text, published=PUBLISHED, lang="en"):
        assert report.value is not None
        assert math.isfinite(report.value)
