"""What a quantity is linked to, what earlier sentences leave behind, and the costs of links.

Links are chosen by cost: the words between two things count a little, marks and
words that part clauses count more. The costs are stated in this module and in
`territorial.text.clauses`.
"""

from __future__ import annotations

import datetime as dt

from territorial.structures import NamedTuple
from territorial.text.clauses import Clause, Predicate
from territorial.text.language import Language
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention, Period

# What a verb of each class may carry, and the extra cost of an unusual pair.
FIT = {
    "length": {"advance": 0.0, "travel": 0.0, "retreat": 0.0, "repel": 0.0, "gain": 2.5, "loss": 2.5, "light": 2.0, "none": 0.5, "remain": 2.0, "fall": 9.0, "give": 1.0},
    "area": {"travel": 3.0, "gain": 0.0, "loss": 0.0, "escape": 0.0, "cost": 0.0, "give": 1.0, "control": 0.0, "occupy": 0.0, "figure": 4.0, "fall": 0.0, "advance": 2.5, "retreat": 1.0, "repel": 2.0, "light": 2.0, "none": 0.5, "remain": 2.0},
    "share": {"gain": 0.0, "loss": 0.0, "escape": 0.0, "cost": 0.0, "give": 1.0, "control": 0.0, "occupy": 0.0, "figure": 4.0, "fall": 0.0, "retreat": 2.0, "repel": 3.0, "light": 2.0, "none": 0.5, "remain": 2.0, "advance": 3.0},
    "count": {"gain": 0.0, "loss": 0.0, "escape": 0.0, "cost": 0.0, "give": 1.0, "control": 0.0, "occupy": 0.0, "figure": 4.0, "fall": 0.0, "retreat": 0.5, "repel": 0.5, "light": 2.0, "none": 0.5, "remain": 2.0, "advance": 7.0},
}  # fmt: skip
KIND = {
    "gain": "gain",
    "advance": "gain",
    "travel": "gain",
    "repel": "gain",
    "fall": "gain",
    "give": "gain",
    "loss": "loss",
    "escape": "loss",
    "cost": "loss",
    "retreat": "loss",
    "control": "control",
    "occupy": "control",
}
CONTROL_REACH = 5.2  # a day farther off is told of something else
REACH = 11.0  # a predicate that costs more is another statement's


class Link(NamedTuple):
    """What a quantity was found to say, or the reason why it is no report."""

    kind: str | None
    party: str | None
    counterparty: str | None
    period: Period | None
    predicate: Predicate | None
    reason: str | None
    elided_from: bool = False


class Heading(NamedTuple):
    """What a line without a figure says of the rows under it: "Losses in October:"."""

    kind: str
    party: str
    counterparty: str | None
    day: Period | None
    asked: bool = False  # "How much did Ukraine lose?"


class Memory:
    """What earlier sentences of an article leave behind for later ones."""

    def __init__(self) -> None:
        self.subject: str | None = None
        self.foe = False  # whether the subject was told as "the enemy"
        self.speaker: str | None = None
        self.period: Period | None = None
        self.kind: str | None = None
        self.party: str | None = None
        self.counterparty: str | None = None
        self.unit: str | None = None
        self.measure: str | None = None
        self.counted: str | None = None  # the unit of what was counted last: settlements
        self.voice: str | None = None
        self.report_id: str | None = None
        self.day: Period | None = None
        self.group: str | None = None
        self.ground: str | None = None  # whose ground was told of last


class LinkState:
    """One sentence while its quantities are linked.

    Parameters
    ----------
    language : Language
        Of the sentence.
    clause : Clause
        The sentence taken apart.
    memory : Memory
        Of the sentences before.
    published : datetime.date
        Day of publication.
    opposed : dict of str to str
        The plain opponent of each party.
    """

    def __init__(
        self,
        language: Language,
        clause: Clause,
        memory: Memory,
        published: dt.date,
        opposed: dict[str, str],
    ) -> None:
        self.language = language
        self.clause = clause
        self.memory = memory
        self.published = published
        self.opposed = opposed
        self.previous: tuple[Quantity, Link] | None = None
        self.order: dict[int, Mention] = {}
        self.whole: str | None = None
        self.left_out: Link | None = None
        # how many words that join a row stand before each token
        self._joiners = [0]
        for token in clause.tokens:
            joins = token.text in {",", "(", "/"} or language.word("and", token.lower) is not None
            self._joiners.append(self._joiners[-1] + joins)

    def in_brackets(self, quantity: Quantity) -> bool:
        """Whether a quantity only stands in brackets behind another: "143 sq km (55 sq miles)"."""
        at = quantity.outer_first - 1
        return at >= 0 and self.clause.tokens[at].text in "(["

    def aside(self, at: int) -> tuple[int, int] | None:
        """The brackets that a token stands in: where they open and close."""
        tokens = self.clause.tokens
        opens = next((n for n in range(at, -1, -1) if tokens[n].text in "()"), at)
        if tokens[opens].text != "(":
            return None
        closes = next((n for n in range(at, len(tokens)) if tokens[n].text == ")"), len(tokens))
        return opens, closes
