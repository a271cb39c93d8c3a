import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial.digits import LONGEST, parse_digits
from territorial.errors import InputError

READ = [
    ("320", 320.0),
    ("1,539", 1539.0),
    ("1.539", 1539.0),
    ("4.310", 4310.0),
    ("1 539", 1539.0),
    ("1\u00a0539", 1539.0),
    ("1\u2009539", 1539.0),
    ("1\u202f539,25", 1539.25),
    ("1\u2007539", 1539.0),
    ("1'539", 1539.0),
    ("1’539.5", 1539.5),
    ("1.539,5", 1539.5),
    ("1,539.5", 1539.5),
    ("1,539.125", 1539.125),
    ("1 539,125", 1539.125),
    ("1,234,567", 1234567.0),
    ("1.234.567,8", 1234567.8),
    ("1539.125", 1539.125),
    ("1539,125", 1539.125),
    ("0.125", 0.125),
    ("0,125", 0.125),
    (".5", 0.5),
    (",125", 0.125),
    ("3,2", 3.2),
    ("3.20", 3.2),
    ("−12", -12.0),
    ("–12", -12.0),
    ("-1,5", -1.5),
    ("+12", 12.0),
    (" 12 ", 12.0),
    ("007", 7.0),
    ("٣٢٠", 320.0),
    ("١٬٥٣٩٫٥", 1539.5),
]
REFUSED = [
    "", " ", "-", "+", ".", ",", "--1", "+-1", "- ", "1,23,4", "1,,2", "1..2", "5.", "5,", "1.5.2",
    "1,539,5", "1.539 000", "12 34", "1 2345", "1  539", "1234,567,890", "1,539.5.5", "1'539,000.5",
    "1e5", "0x10", "1_000", "nan", "inf", "Infinity", "²", "½", "1/2", "5%", "12a", "a12", "1-2",
    "03.12.2024", "1\n539", "9**9**9",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_read(text, value):
    assert parse_digits(text) == value


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    with pytest.raises(InputError, match="wanted a number in digits, given"):
        parse_digits(text)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("4.310", ".", 4.31),
        ("4.310", ",", 4310.0),
        ("4,310", ",", 4.31),
        ("4,310", ".", 4310.0),
        ("1.539,5", ",", 1539.5),
        ("12", ",", 12.0),
    ],
)
def test_known_decimal_mark(text, decimal, value):
    assert parse_digits(text, decimal) == value


@pytest.mark.parametrize(("text", "decimal"), [("4,31", "."), ("4.31", ","), ("1,539.5", ",")])
def test_text_against_the_known_decimal_mark(text, decimal):
    with pytest.raises(InputError):
        parse_digits(text, decimal)


def test_decimal_mark_is_comma_or_full_stop():
    with pytest.raises(InputError, match="a comma or a full stop"):
        parse_digits("1", decimal=";")


def test_long_input_is_refused_and_not_repeated():
    with pytest.raises(InputError) as caught:
        parse_digits("1" * 10_000_000)
    assert "10,000,000 characters" in str(caught.value) and len(str(caught.value)) < 200


def test_too_large_for_a_float():
    with pytest.raises(InputError, match=r"1\.8e308"):
        parse_digits("9" * LONGEST)


def test_not_a_text():
    with pytest.raises(InputError, match="given int"):
        parse_digits(5)


@settings(deadline=None)
@given(
    st.integers(min_value=0, max_value=10**15 - 1),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u202f", "."), ("'", ".")]),
    st.text("0123456789", max_size=6),
    st.sampled_from(["", "-", "−", "+"]),
)
def test_grouped_numbers_come_back(number, marks, tail, sign):
    group, decimal = marks
    text = sign + f"{number:,}".replace(",", group) + (decimal + tail if tail else "")
    expected = float(f"{'-' if sign in ('-', '−') else ''}{number}.{tail or 0}")
    assert parse_digits(text, decimal) == expected
    # Without being told, the mark is known where both occur, or where three digits do not follow.
    if not tail or (number >= 1000) or len(tail) != 3:
        assert parse_digits(text) == expected


@settings(deadline=None)
@given(st.text(string.digits + ".,' \u00a0-+e", max_size=30) | st.text(max_size=30))
def test_any_text_gives_a_finite_number_or_the_error(text):
    try:
        value = parse_digits(text)
    except InputError:
        return
    assert abs(value) < float("inf")
    digits = [sign for sign in text if sign.isdecimal()]
    assert digits, "a number without digits"
    if value == int(value) and abs(value) < 2**53:
        whole = "".join(str(int(sign)) for sign in digits)
        assert whole.lstrip("0").startswith(str(abs(int(value))).rstrip("0").lstrip("0"))
