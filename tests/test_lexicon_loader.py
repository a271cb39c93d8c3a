"""The lexicon's files: what a wrong row says, and guards for the language files themselves."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from territorial import units
from territorial.errors import LexiconError
from territorial.lexicon import months, parties, rows
from territorial.lexicon.rows import data_files
from territorial.records import PERS, QUALIFIERS
from territorial.text import date_rules, exclusions, links
from territorial.text.language import PHRASES, WORDS, Language, language, languages
from territorial.text.patterns import compile_pattern, slots_of

FOLDER = Path(rows.FOLDER) / "languages"
CATEGORIES = {*PHRASES, *WORDS, "range_open"}
each_language = pytest.mark.parametrize("code", languages())


def table(code: str) -> list[tuple[int, list[str]]]:
    return list(rows.rows(f"languages/{code}.tsv"))


def kept(code: str, category: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Line, pattern and values of the rows of one category, empty cells at the end cut off."""
    found = []
    for line, cells in table(code):
        if cells[0] == category:
            values = list(cells[2:])
            while values and not values[-1]:
                values.pop()
            found.append((line, cells[1], tuple(values)))
    return found


# -- a file that breaks the format -------------------------------------------

HEAD = "conflict\tx\tX war\t2020-01-01\t\thttps://example.org\n"
BROKEN = {
    "an unknown row type": (
        HEAD + "partie\ta\tA\tblue\to\n",
        (
            "conflicts/x.tsv, line 2: wanted a row type out of conflict, party, opposed, alias, region,"
            " place, monitor, given 'partie'; mend the first column"
        ),
    ),
    "too few columns": (
        HEAD + "party\ta\tA\n",
        (
            "conflicts/x.tsv, line 2: wanted 5 columns in a 'party' row, given 3;"
            " separate them by tabs"
        ),
    ),
    "blanks for tabs": (
        HEAD + "\nalias a en A name o\n",
        "conflicts/x.tsv, line 3: wanted a row type out of",
    ),
    "an area that is none": (
        HEAD + "# a comment\nregion\tr\tR\t1,500\to\n",
        "conflicts/x.tsv, line 3: wanted an area in km², given '1,500'; write a plain number",
    ),
    "no conflict row": (
        "party\ta\tA\tblue\to\n",
        "conflicts/x.tsv: wanted a 'conflict' row, given none; add one at the top",
    ),
    "a place without its region": (
        HEAD + "place\tr\ten\tR\n",
        "conflicts/x.tsv: wanted a place of a listed region, given 'r'; add a 'region' row",
    ),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty lexicon."""
    for name in ("conflicts", "languages"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(rows, "FOLDER", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_conflict_file_is_told_with_its_line(folder, text, message):
    (folder / "conflicts" / "x.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        parties._read("conflicts/x.tsv")
    assert message in str(caught.value)


def test_a_good_conflict_file_is_read(folder):
    (folder / "conflicts" / "x.tsv").write_text(
        HEAD
        + "party\ta\tA\tblue\to\nparty\tb\tB\tamber\to\nopposed\ta\tb\n"
        + "alias\ta\ten\tAish\tadjective\to\nregion\tr\tR\t12.5\to\nplace\tr\ten\tRland\n",
        encoding="utf-8",
    )
    found = parties._read("conflicts/x.tsv")
    assert (found.id, found.name, found.start, found.end) == ("x", "X war", "2020-01-01", "")
    assert found.opposed == {"a": "b"}
    assert found.parties["b"].colour == "amber"
    assert found.regions["r"].area_km2 == pytest.approx(12.5)
    assert ("en", "Rland") in found.regions["r"].forms


def test_an_unknown_category_in_a_language_is_told_with_its_line(folder):
    (folder / "languages" / "xx.tsv").write_text("number\tein\t1\nnumbr\tzwei\t2\n", "utf-8")
    with pytest.raises(LexiconError, match=r"languages/xx\.tsv, line 2: .*given 'numbr'"):
        Language("xx")


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(LexiconError, match=r"a file of the lexicon, given 'conflicts/none\.tsv'"):
        list(rows.rows("conflicts/none.tsv"))


def test_comments_and_empty_lines_are_no_rows_but_are_counted(folder):
    (folder / "a.tsv").write_text("# x\n\na\tb\n \nc\t\n", encoding="utf-8")
    assert list(rows.rows("a.tsv")) == [(3, ["a", "b"]), (5, ["c", ""])]


def test_an_unknown_language_or_conflict_says_which_there_are():
    with pytest.raises(LexiconError, match=r"given 'xx'; choose one of .*\ben\b"):
        language("xx")
    with pytest.raises(LexiconError, match=r"given 'ukraine'; choose one of .*russia-ukraine"):
        parties.conflict("ukraine")


# -- looking up --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("russia", "russia"),
        ("Russia", "russia"),
        ("MOSCOW", "russia"),
        ("  kyiv ", "ukraine"),
        ("Українські", "ukraine"),
        ("islamic  state", "isis"),
        ("nobody", None),
        ("", None),
    ],
)
def test_find_party(name, expected):
    assert parties.find_party(name) == expected


def test_find_party_looks_in_one_conflict_alone_if_told():
    assert parties.find_party("Russia", conflict="russia-ukraine") == "russia"
    assert parties.find_party("Russia", conflict="sudan") is None


def test_a_party_that_nobody_lists_is_called_by_its_id():
    found = parties.party("people_s_front")
    assert (found.name, found.colour) == ("People s front", None)


@pytest.mark.parametrize(
    "name", ["Ukraine", "ukraine", "України", "української  території", "территории Украины"]
)
def test_a_region_is_found_by_any_of_its_forms(name):
    found = parties.region(name)
    assert found is not None
    assert found.id == "ukraine"
    assert found.area_km2 == pytest.approx(603_550)


def test_a_region_that_nobody_lists_is_none():
    assert parties.region("Atlantis") is None
    assert parties.region("територія") is None
    assert parties.region("") is None


@pytest.mark.parametrize("lang", months.month_languages())
def test_each_language_names_twelve_months(lang):
    assert set(months.month_words(lang).values()) == set(range(1, 13))


# -- the language files themselves -------------------------------------------


def test_english_is_there():
    assert "en" in languages()
    assert {f"languages/{code}.tsv" for code in languages()} == set(data_files("languages"))


@each_language
def test_the_file_is_clean_text(code):
    text = (FOLDER / f"{code}.tsv").read_text(encoding="utf-8")
    assert "\r" not in text
    assert "\ufeff" not in text
    assert text.endswith("\n")
    for line, cells in table(code):
        for cell in cells:
            assert cell == " ".join(cell.split()), f"{code}.tsv:{line}: stray blanks in {cell!r}"


@each_language
def test_every_row_has_a_known_category_and_a_pattern(code):
    for line, cells in table(code):
        assert cells[0] in CATEGORIES, f"{code}.tsv:{line}: {cells[0]!r}"
        assert len(cells) > 1, f"{code}.tsv:{line}: no pattern"
        assert cells[1], f"{code}.tsv:{line}: no pattern"


@each_language
def test_every_pattern_compiles(code):
    for line, cells in table(code):
        if cells[0] in PHRASES:
            try:
                sequences = compile_pattern(cells[1])
            except (ValueError, IndexError) as error:
                pytest.fail(f"{code}.tsv:{line}: {cells[1]!r}: {error}")
            for sequence in sequences:
                bare = all(step.optional for step in sequence)
                assert not bare, f"{code}.tsv:{line}: {cells[1]!r} holds of nothing at all"


@each_language
def test_no_alternative_is_empty_or_told_twice(code):
    for line, cells in table(code):
        if cells[0] not in PHRASES:
            continue
        for cell in cells[1].split():
            body = cell.strip("()")
            if body in {"", "|"}:  # a bracket or bar that stands as a word of its own
                continue
            options = body.split("|")
            assert all(options), f"{code}.tsv:{line}: empty alternative in {cells[1]!r}"
            assert len(set(options)) == len(options), f"{code}.tsv:{line}: twice in {cell!r}"


@each_language
def test_no_row_stands_twice(code):
    count = Counter(tuple(cells) for _, cells in table(code))
    assert [cells for cells, times in count.items() if times > 1] == []


@each_language
def test_a_word_has_one_value_in_its_category(code):
    seen: dict[tuple[str, str], str] = {}
    for line, cells in table(code):
        if cells[0] in WORDS:
            value = cells[2] if len(cells) > 2 else ""
            for form in cells[1].split("|") if cells[1] != "|" else ["|"]:
                held = seen.setdefault((cells[0], form.lower()), value)
                assert held == value, f"{code}.tsv:{line}: {form!r} is {held!r} and {value!r}"


NUMBERS = ("number", "scale", "scale_suffix", "denominator", "ordinal", "half", "half_after",
           "weekday", "couple")  # fmt: skip


@each_language
@pytest.mark.parametrize("category", NUMBERS)
def test_values_are_numbers(code, category):
    for line, pattern, values in kept(code, category):
        assert values, f"{code}.tsv:{line}: {pattern!r} has no value"
        value = float(values[0])
        assert value >= 0, f"{code}.tsv:{line}"
        if category == "weekday":
            assert value in range(7)
        if category == "denominator":
            assert value >= 2


@each_language
def test_number_words_up_to_a_hundred_are_there(code):
    values = {float(values[0]) for _, _, values in kept(code, "number")}
    assert {*range(1, 21), *range(30, 100, 10)} <= values
    scales = {float(values[0]) for _, _, values in kept(code, "scale")}
    scales |= values  # Slavic hundreds are words of their own
    assert {100, 1000, 10**6} <= scales


@each_language
@pytest.mark.parametrize("category", ["hedge", "hedge_after"])
def test_hedges_give_a_qualifier(code, category):
    assert kept(code, category)
    for line, pattern, values in kept(code, category):
        assert values, f"{code}.tsv:{line}: {pattern!r}"
        assert values[0] in QUALIFIERS, f"{code}.tsv:{line}: {pattern!r}"


@each_language
def test_units_are_canonical(code):
    for line, pattern, values in kept(code, "unit"):
        assert values, f"{code}.tsv:{line}: {pattern!r}"
        assert values[0] in units.FACTORS or units.dimension(values[0]) == "count", (
            f"{code}.tsv:{line}: {pattern!r}"
        )
        assert units.canonical(values[0]) == values[0], f"{code}.tsv:{line}: {pattern!r}"


@each_language
@pytest.mark.parametrize("category", ["per", "per_before"])
def test_rates_are_rates(code, category):
    for line, pattern, values in kept(code, category):
        assert values[:1] and values[0] in PERS, f"{code}.tsv:{line}: {pattern!r}"


@each_language
def test_time_units_are_those_that_dates_can_count(code):
    known = {"hour", "day", "week", "fortnight", "month", "quarter", "year"}
    found = {values[0] for _, _, values in kept(code, "timeunit")}
    assert {"day", "week", "month", "year"} <= found <= known
    assert {float(values[0]) for _, _, values in kept(code, "weekday")} == set(range(7))


VOICES = {"active", "passive", "ed", "noun", "under", "held", "control", "size", "growth", "part"}


@each_language
def test_verbs_and_nouns_have_a_class_that_links(code):
    classes = {*links.KIND, "none", "idle", "cede", "bring"}.union(*links.FIT.values())
    for category in ("verb", "noun", "under", "held"):
        for line, pattern, values in kept(code, category):
            where = f"{code}.tsv:{line}: {pattern!r}"
            assert values, where
            assert values[0] in classes, where
            if category == "verb":
                assert values[1:2] and values[1] in VOICES, where
    for fits in links.FIT.values():
        assert set(fits) <= classes


@each_language
def test_clauses_are_strong_or_weak(code):
    for line, pattern, values in kept(code, "clause"):
        assert values[:1] and values[0] in {"strong", "weak", "joined"}, (
            f"{code}.tsv:{line}: {pattern!r}"
        )


def broken_by_a_blank(pattern: str) -> bool:
    """Whether ``up to|at most``, read as (up)(to or at)(most), was meant as one of two phrases.

    Then the first words of both phrases stand alone and the cell between them holds the end
    of one and the beginning of the other: little words of two kinds.
    """
    closing = set("to than of least most over below under so with".split())
    opening = set("at up no not more less as in just well close far fewer".split())
    cells = pattern.split()
    return any(
        before in opening and after in closing and "|" in cell and cell.count("|") == 1
        and cell.split("|")[0] in closing and cell.split("|")[1] in opening
        for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False)
    )  # fmt: skip


def test_a_broken_alternative_is_known():
    assert broken_by_a_blank("up to|at most")
    assert broken_by_a_blank("no less|more than") is False
    assert broken_by_a_blank("at most") is False


def test_no_english_alternative_is_broken_by_a_blank():
    for line, cells in table("en"):
        assert not broken_by_a_blank(cells[1]), f"en.tsv:{line}: {cells[1]!r}"


# What a rule cannot do without; where there are several sets one of them is enough.
SLOTS = {
    "day": ({"M", "d"},), "ordinal_day": ({"M", "O"},), "days": ({"M", "d", "d2"},),
    "numeric": ({"D"},), "month": ({"M"},), "months": ({"M", "M2"},), "year": ({"y"},),
    "quarter": ({"O"}, {"n"}), "half": ({"O"}, {"n"}), "half_month": ({"O"},),
    "past": ({"U"},), "last": ({"U"},), "this": ({"U"},), "before": ({"U"},), "ago": ({"U"},),
    "weekday": ({"W"},), "weekdays": ({"W", "W2"},), "since": ({"T"},), "start_of": ({"T"},), "end_of": ({"T"},),
    "first_of": ({"U", "T"},), "last_of": ({"U", "T"},), "nth_of": ({"U", "T", "O"},),
    "first_of_year": ({"U"},), "first_of_month": ({"U"},), "unit_to": ({"U", "T"},),
    "between": ({"T", "T2"},), "both": ({"T", "T2"},), "as_of": ({"T"},), "by": ({"T"},),
    "nth_like": ({"O"},),
}  # fmt: skip


def certain_slots(pattern: str) -> set[str]:
    """The slots that every match of a pattern fills."""
    return set(re.findall(r"(?:^| )\{(\w+)\}(?= |$)", pattern))


@each_language
def test_date_rows_name_a_rule_and_fill_its_slots(code):
    for line, pattern, values in kept(code, "date"):
        where = f"{code}.tsv:{line}: {pattern!r}"
        assert values, where
        assert values[0] in date_rules.RULES, f"{where}: no rule {values[0]!r}"
        wanted = SLOTS.get(values[0], (set(),))
        filled = certain_slots(pattern)
        given = len(values) > 1 and values[0] in {"quarter", "half"}
        assert given or any(one <= filled for one in wanted), f"{where}: fills {filled}"
        known = {"n", "d", "d2", "y", "M", "M2", "W", "W2", "U", "O", "D", "T", "T2"}
        assert slots_of(pattern) <= known, where
        if values[0] == "event":
            assert values[1] in date_rules.EVENTS, where


@each_language
def test_every_rule_of_dates_is_used_somewhere(code):
    used = {values[0] for lang in languages() for _, _, values in kept(lang, "date")}
    assert set(date_rules.RULES) <= used


@each_language
def test_range_words_open_with_a_word_that_closes(code):
    for line, pattern, values in kept(code, "range_open"):
        assert values, f"{code}.tsv:{line}: {pattern!r} needs the word between its numbers"


@each_language
def test_every_category_that_the_readers_ask_for_has_words(code):
    needed = (
        "number scale hedge verb noun unit date range say according pronoun troops territory "
        "preposition timeunit weekday ordinal and by from to of clause hypothetical other_verb "
        "distance_after distance_before compare_after per"
    ).split()
    present = {cells[0] for _, cells in table(code)}
    if code != "en":
        needed.remove("of")  # the genitive has no word
        needed.remove("by")
        needed.remove("noun")  # nouns of action are verb rows of the voice "noun"
    assert set(needed) <= present


def test_each_reason_for_leaving_out_is_a_phrase_of_its_own():
    reasons = [value for name, value in vars(exclusions).items() if name.isupper()]
    texts = [reason for reason in reasons if isinstance(reason, str)]
    assert len(set(texts)) == len(texts) >= 9
