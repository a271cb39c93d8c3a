"""Patterns over tokens: alternatives, optional words, stems, gaps and slots."""

from __future__ import annotations

import pytest

from territorial.text.patterns import Matcher, Rule, compile_pattern, index_rules, longest, slots_of
from territorial.text.tokens import tokenize


def number(tokens, at):
    """A slot of whole numbers."""
    text = tokens[at].text
    return (int(text), at + 1) if text.isascii() and text.isdigit() else None


SLOTS = {"n": number}


def found(pattern, text):
    """What a pattern matches in a text, longest first from left to right."""
    tokens = tokenize(text)
    matches = Matcher(index_rules([Rule("x", ("v",), pattern)])).matches(tokens, SLOTS)
    return [
        text[tokens[match.first].start : tokens[match.last - 1].end] for match in longest(matches)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("seized", "They seized it", ["seized"]),
        ("seized", "SEIZED, Seized and seize", ["SEIZED", "Seized"]),
        ("seize|seizes", "it seizes what they seize", ["seizes", "seize"]),
        ("more|less than", "more than two, less than six", ["more than", "less than"]),
        ("more|less than", "more, than", []),
        ("a (bit) more", "a more, a bit more", ["a more", "a bit more"]),
        ("(a) third", "third, a third", ["third", "a third"]),
        ("seiz*", "seizure seizing seize size", ["seizure", "seizing", "seize"]),
        ("захоп*", "Захопили захоплення зайняли", ["Захопили", "захоплення"]),
        ("brought ~ control", "brought it all under firm control", ["brought it all under firm control"]),
        ("brought ~ control", "brought control", ["brought control"]),
        ("brought ~ control", "brought one two three four five six control", []),
        ("brought ~ control", "brought it. They control it", []),
        ("took ~~ hands", "took it a b c d e f g h i j k hands", ["took it a b c d e f g h i j k hands"]),
        ("{n} days", "12 days, some days", ["12 days"]),
        ("between {n} and {n2}", "between 5 and 7, between 5 and x", ["between 5 and 7"]),
        ("in ({n}) days", "in days, in 5 days", ["in days", "in 5 days"]),
        ("full - scale", "the full-scale war", ["full-scale"]),
        ("front-line|border", "the front-line town, the border", ["front-line", "border"]),
        ("km / day", "5 km/day", ["km/day"]),
        ("russia's|moscow's", "Russia’s and Moscow's", ["Russia’s", "Moscow's"]),
        ("|", "a | b", ["|"]),
    ],
)  # fmt: skip
def test_matches(pattern, text, expected):
    assert found(pattern, text) == expected


def test_slots_give_their_values():
    tokens = tokenize("between 5 and 7 days")
    [match] = Matcher(index_rules([Rule("x", ("v",), "between {n} and {n2} days")])).matches(
        tokens, SLOTS
    )
    assert dict(match.slots) == {"n": 5, "n2": 7}
    assert match.values == ("v",)


def test_a_slot_without_a_reader_matches_nothing():
    matcher = Matcher(index_rules([Rule("x", (), "{q} days")]))
    assert matcher.matches(tokenize("5 days"), SLOTS) == []


def test_every_rule_that_holds_is_told_and_longest_chooses():
    matcher = Matcher(index_rules([Rule("a", (), "more than"), Rule("b", (), "more than half")]))
    tokens = tokenize("more than half of it, more than two")
    matches = matcher.matches(tokens, {})
    assert sorted(match.rule.category for match in matches) == ["a", "a", "b"]
    assert [match.rule.category for match in longest(matches)] == ["b", "a"]


def test_longest_leaves_no_overlap():
    matcher = Matcher(index_rules([Rule("a", (), "a b"), Rule("b", (), "b c d")]))
    chosen = longest(matcher.matches(tokenize("a b c d b c d"), {}))
    assert [(match.first, match.last) for match in chosen] == [(0, 2), (4, 7)]


@pytest.mark.parametrize("pattern", ["(a b) c", "a (b c)", "up(on) it", "a) b", "(a b"])
def test_a_bracket_over_several_words_is_refused(pattern):
    with pytest.raises(ValueError, match="bracket"):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["a b", "(a) b|c", "{n} days", "~ a", "a*"])
def test_a_pattern_gives_a_sequence_as_long_as_its_cells(pattern):
    [sequence] = compile_pattern(pattern)
    assert len(sequence) == len(pattern.split())


def test_an_alternative_of_several_words_gives_a_sequence_of_its_own():
    lengths = sorted(len(sequence) for sequence in compile_pattern("the front-line|border"))
    assert lengths == [2, 4]


def test_slots_of_a_pattern():
    assert slots_of("from {d} to ({d2}) {M} x") == {"d", "d2", "M"}
    assert slots_of("no slot") == set()
