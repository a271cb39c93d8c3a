"""The conflict files themselves: format, origins, no word of two parties, areas that can be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from territorial import lexicon
from territorial.lexicon.parties import frame, rows_of

FOLDER = Path(__file__).parents[1] / "territorial" / "lexicon" / "conflicts"
FILES = sorted(FOLDER.glob("*.tsv"))

WIDTHS = {
    "conflict": 6,
    "party": 5,
    "opposed": 3,
    "alias": 6,
    "region": 5,
    "place": 4,
    "monitor": 5,
}
COLOURS = {"brick", "blue", "amber", "green", "plum", "slate"}
LANGUAGES = {"en", "uk", "ru"}
ROLES = set("name adjective people capital government army leader group common".split())
ID = re.compile(r"[a-z][a-z0-9_]*")
CONFLICT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LAND_AREA_OF_EARTH = 149_000_000  # km²


class Row(NamedTuple):
    """One row of a conflict file and the line it stands on."""

    line: int
    cells: tuple[str, ...]


def rows(path: Path, kind: str | None = None) -> list[Row]:
    """All rows of a file, or those of one kind, with the kind cut off."""
    found = []
    for line, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not text.strip() or text.startswith("#"):
            continue
        cells = tuple(text.split("\t"))
        if kind is None:
            found.append(Row(line, cells))
        elif cells[0] == kind:
            found.append(Row(line, cells[1:]))
    return found


def parties(path: Path) -> set[str]:
    return {row.cells[0] for row in rows(path, "party")}


each_file = pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)


def test_there_are_conflicts() -> None:
    assert "russia-ukraine" in {path.stem for path in FILES}


@each_file
def test_format(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")
    assert unicodedata.normalize("NFC", text) == text
    for line, cells in rows(path):
        where = f"{path.name}:{line}"
        assert cells[0] in WIDTHS, f"{where}: unknown row type {cells[0]!r}"
        assert len(cells) == WIDTHS[cells[0]], f"{where}: {len(cells)} columns"
        for cell in cells:
            assert cell == " ".join(cell.split()), f"{where}: stray blanks in {cell!r}"


@each_file
def test_nothing_is_empty_but_an_end_day_or_an_area(path: Path) -> None:
    for line, cells in rows(path):
        for place, cell in enumerate(cells):
            may_be_empty = (cells[0], place) in {("conflict", 4), ("region", 3)}
            assert cell or may_be_empty, f"{path.name}:{line}: empty column {place + 1}"


@each_file
def test_conflict_row(path: Path) -> None:
    [(_, (conflict, _, start, end, _))] = rows(path, "conflict")
    assert conflict == path.stem
    assert CONFLICT_ID.fullmatch(conflict)
    first = date.fromisoformat(start)
    assert not end or first < date.fromisoformat(end)


@each_file
def test_origins_point_somewhere(path: Path) -> None:
    for line, cells in rows(path):
        if cells[0] in {"conflict", "party", "alias"} or (cells[0] == "region" and cells[3]):
            assert re.search(r"https?://\S+\.\S+|\b(1[89]|20)\d\d\b", cells[-1]), (
                f"{path.name}:{line}: the origin has neither an address nor a year"
            )


@each_file
def test_ids_colours_languages_roles(path: Path) -> None:
    known = parties(path)
    for line, (party, _, colour, _) in rows(path, "party"):
        assert ID.fullmatch(party), f"{path.name}:{line}"
        assert colour in COLOURS, f"{path.name}:{line}"
    for line, (party, language, _, role, _) in rows(path, "alias"):
        assert party in known, f"{path.name}:{line}: no party row for {party!r}"
        assert language in LANGUAGES, f"{path.name}:{line}"
        assert role.removeprefix("bystander ") in ROLES, f"{path.name}:{line}"
        assert role != "bystander common", f"{path.name}:{line}"
    regions = {row.cells[0] for row in rows(path, "region")}
    assert all(ID.fullmatch(region) for region in regions)
    for line, (region, language, _) in rows(path, "place"):
        assert region in regions, f"{path.name}:{line}: no region row for {region!r}"
        assert language in LANGUAGES, f"{path.name}:{line}"
    for line, (monitor, language, _, _) in rows(path, "monitor"):
        assert ID.fullmatch(monitor) and monitor not in known | regions, f"{path.name}:{line}"
        assert language in LANGUAGES, f"{path.name}:{line}"


@each_file
def test_ids_are_told_once(path: Path) -> None:
    for kind in ("party", "region"):
        count = Counter(row.cells[0] for row in rows(path, kind))
        assert max(count.values()) == 1, [k for k, n in count.items() if n > 1]


@each_file
def test_every_party_and_region_can_be_found(path: Path) -> None:
    called = {row.cells[0] for row in rows(path, "alias") if row.cells[1] == "en"}
    assert parties(path) == called
    named = {row.cells[0] for row in rows(path, "place") if row.cells[1] == "en"}
    assert {row.cells[0] for row in rows(path, "region")} == named


@each_file
def test_opposed_parties_exist_and_differ_in_colour(path: Path) -> None:
    colour = {row.cells[0]: row.cells[2] for row in rows(path, "party")}
    pairs = [row.cells for row in rows(path, "opposed")]
    assert pairs
    assert len(pairs) == len(set(pairs))
    for one, other in pairs:
        assert {one, other} <= colour.keys(), (one, other)
        assert one != other
        assert colour[one] != colour[other], f"{one} and {other} are both {colour[one]}"


@each_file
def test_no_row_twice(path: Path) -> None:
    count = Counter(row.cells for row in rows(path))
    assert max(count.values()) == 1, [cells for cells, n in count.items() if n > 1]


@each_file
def test_no_alias_of_two_parties(path: Path) -> None:
    owner: dict[tuple[str, str], str] = {}
    for line, (party, language, form, _, _) in rows(path, "alias"):
        key = (language, form.casefold())
        held = owner.setdefault(key, party)
        assert held == party, f"{path.name}:{line}: {form!r} is an alias of {held} and {party}"


@each_file
def test_no_word_listed_twice_for_a_party_or_place(path: Path) -> None:
    for kind in ("alias", "place", "monitor"):
        seen: set[tuple[str, str, str]] = set()
        for line, cells in rows(path, kind):
            key = (cells[0], cells[1], cells[2].casefold())
            assert key not in seen, f"{path.name}:{line}: {cells[2]!r} again, but for its case"
            seen.add(key)


@each_file
def test_stems_are_long_enough_to_catch_nothing_else(path: Path) -> None:
    for kind in ("alias", "place", "monitor"):
        for line, cells in rows(path, kind):
            for word in cells[2].split():
                assert "*" not in word[:-1], f"{path.name}:{line}: star inside {word!r}"
                if word.endswith("*"):
                    stem = [letter for letter in word if letter.isalpha()]
                    assert len(stem) >= 4, f"{path.name}:{line}: {word!r} catches too much"


@each_file
def test_words_are_words_in_the_letters_of_their_language(path: Path) -> None:
    for kind in ("alias", "place"):
        for line, cells in rows(path, kind):
            _, language, form = cells[:3]
            where = f"{path.name}:{line}: {form!r}"
            if re.fullmatch("[\U0001f1e6-\U0001f1ff]{2}", form):
                continue  # a flag, as written in posts
            assert re.fullmatch(r"[\w'’*.-]+( [\w'’*.-]+)*", form), where
            for letter in filter(str.isalpha, form):
                script = unicodedata.name(letter).split()[0]
                if language == "en":
                    assert script == "LATIN", where
                else:
                    assert script == "CYRILLIC" or letter.isupper(), where  # M23, Storm-Z
            other = {"uk": "ыэёъ", "ru": "іїєґ"}.get(language, "")
            assert not set(form.casefold()) & set(other), f"{where} is not {language}"


@each_file
def test_areas_can_be(path: Path) -> None:
    areas = {}
    for line, (region, _, area, _) in rows(path, "region"):
        if area:
            areas[region] = float(area)
            assert 0 < areas[region] < LAND_AREA_OF_EARTH, f"{path.name}:{line}"
            assert not re.search(r"[^\d.]", area), f"{path.name}:{line}: digits and a point only"


def test_one_party_is_one_name_and_one_colour_everywhere() -> None:
    seen: dict[str, tuple[str, str, str]] = {}
    for path in FILES:
        for line, (party, name, colour, _) in rows(path, "party"):
            held = seen.setdefault(party, (name, colour, path.name))
            assert held[:2] == (name, colour), f"{path.name}:{line}: {party} differs from {held}"


def test_one_region_is_one_area_everywhere() -> None:
    seen: dict[str, tuple[str, str, str]] = {}
    for path in FILES:
        for line, (region, name, area, _) in rows(path, "region"):
            held = seen.setdefault(region, (name, area, path.name))
            assert held[:2] == (name, area), f"{path.name}:{line}: {region} differs from {held}"


def area_of(region: str) -> float:
    for path in FILES:
        for row in rows(path, "region"):
            if row.cells[0] == region:
                return float(row.cells[2])
    raise AssertionError(f"no region {region!r}")


OBLASTS = (
    "donetsk luhansk kherson zaporizhzhia kharkiv dnipropetrovsk sumy mykolaiv chernihiv kyiv "
    "zhytomyr odesa poltava vinnytsia kirovohrad lviv cherkasy khmelnytskyi volyn rivne "
    "ivano_frankivsk ternopil zakarpattia chernivtsi"
).split()


def test_the_parts_of_ukraine_make_ukraine() -> None:
    parts = [area_of(f"{oblast}_oblast") for oblast in OBLASTS]
    total = sum(parts) + area_of("kyiv_city") + area_of("crimea")
    assert total == pytest.approx(area_of("ukraine"), rel=0.002)
    assert area_of("donbas") == area_of("donetsk_oblast") + area_of("luhansk_oblast")
    republic, city = area_of("crimea_autonomous_republic"), area_of("sevastopol")
    assert area_of("crimea") == republic + city


# id of the whole -> its parts here, and the least share of the whole that they make
PARTS = {
    "syria": (
        """aleppo raqqa suwayda damascus daraa deir_ez_zor hama homs idlib latakia
        quneitra rif_dimashq tartus hasakah""",
        "_governorate",
        0.98,
    ),
    "iraq": (
        "anbar nineveh saladin diyala kirkuk baghdad babil erbil dohuk sulaymaniyah",
        "_governorate",
        0.5,
    ),
    "sudan": ("north_darfur south_darfur north_kordofan south_kordofan", "", 0.3),
    "drc": ("north_kivu south_kivu", "", 0.05),
    "kivus": ("north_kivu south_kivu", "", 1.0),
    "nigeria": ("borno yobe adamawa", "", 0.1),
    "myanmar": ("rakhine shan kachin", "_state", 0.3),
    "yemen": ("marib shabwa taiz hodeidah saada al_jawf al_bayda", "", 0.2),
    "iraq_and_syria": ("iraq syria", "", 1.0),
    "korean_peninsula": ("north_korea south_korea", "", 1.0),
    "azerbaijan": ("artsakh", "", 0.1),
    "artsakh": ("nagorno_karabakh", "", 0.3),
    "mandatory_palestine": ("west_bank gaza_strip", "", 0.2),
    "donetsk_oblast": ("bakhmut pokrovsk", "", 0.001),
}


@pytest.mark.parametrize("whole", PARTS)
def test_parts_are_no_larger_than_the_whole(whole: str) -> None:
    names, ending, least = PARTS[whole]
    share = sum(area_of(name + ending) for name in names.split()) / area_of(whole)
    assert least <= share <= 1


PARTIES = (
    "al_shabaab allies arakan_army armenia azerbaijan britain burkina_faso china ethiopia "
    "ethnic_armies farc france germany gna hamas houthis hts isis israel jihadists "
    "kurdish_forces lna m23 mali myanmar_junta nigeria boko_haram resistance rsf russia saf sdf "
    "separatists somalia syria syrian_rebels taliban tplf turkey uk ukraine un_command ussr yemen"
).split()


def test_the_parties_that_users_count_on_are_there() -> None:
    listed = set().union(*(parties(path) for path in FILES))
    assert set(PARTIES) <= listed


def test_the_conflicts_that_users_count_on_are_there() -> None:
    wanted = (
        "russia-ukraine syria isis nagorno-karabakh gaza israel-lebanon sudan myanmar drc "
        "ethiopia somalia yemen libya afghanistan sahel boko-haram colombia ww1 ww2 korea"
    )
    assert set(wanted.split()) <= {path.stem for path in FILES}


def holds(form: str, word: str) -> bool:
    """Whether a listed form matches a word or phrase, whatever the case."""
    ours, theirs = form.casefold().split(), word.casefold().split()
    return len(ours) == len(theirs) and all(
        given.startswith(stem[:-1]) if stem.endswith("*") else given == stem
        for stem, given in zip(ours, theirs, strict=True)
    )


TRAPS = Path(__file__).parent / "lexicon" / "should_not_match.txt"


def traps() -> list[tuple[str, str, str]]:
    """Sentence, word and comment of each trap."""
    found = []
    for line in TRAPS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            match = re.fullmatch(r"(\S.*\S) # \[(.+?)\] (\S.*)", line)
            assert match, f"no sentence, [word] and comment in {line!r}"
            found.append((match[1], match[2], match[3]))
    return found


def test_traps_are_traps() -> None:
    forms = [
        row.cells[2] for path in FILES for kind in ("alias", "place") for row in rows(path, kind)
    ]
    for sentence, word, _ in traps():
        bare = word.lstrip("+").rstrip("*")
        listed = any(holds(form, bare) or form.casefold() == word.casefold() for form in forms)
        assert listed != word.startswith("+"), f"{word!r} of {sentence!r}"
        assert bare[:3].casefold() in sentence.casefold(), sentence


def test_traps_hold_a_figure_and_stand_once() -> None:
    sentences = [sentence for sentence, _, _ in traps()]
    assert len(set(sentences)) == len(sentences) > 50
    amount = r"\d|third|fifth|two|three|треть|трёх"
    for sentence in sentences:
        assert re.search(amount, sentence), sentence


def test_the_page_on_conflicts_lists_what_is_there() -> None:
    page = (Path(__file__).parents[1] / "docs" / "conflicts.md").read_text(encoding="utf-8")
    listed = {
        row[0]: row[1] for row in re.findall(r"^\| `([a-z0-9-]+)` \|(.*)\|$", page, re.MULTILINE)
    }
    assert set(listed) == {path.stem for path in FILES}
    for path in FILES:
        assert set(re.findall(r"`(\w+)`", listed[path.stem])) == parties(path), path.name


@pytest.mark.parametrize("conflict_id", lexicon.conflicts())
def test_what_is_read_by_search_is_what_is_read_by_rows(conflict_id: str) -> None:
    whole = lexicon.conflict(conflict_id)
    assert frame(conflict_id) == (whole.start, whole.end, whole.opposed)
    for lang in ("en", "uk", "ru"):
        aliases = [(a.party, a.form, a.role) for a in whole.aliases if a.lang == lang]
        assert [row[1:] for row in rows_of("alias", lang, conflict_id)] == aliases
        places = {
            (r.id, form) for r in whole.regions.values() for one, form in r.forms if one == lang
        }
        assert {row[1:3] for row in rows_of("place", lang, conflict_id)} == places
