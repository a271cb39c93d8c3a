"""The part that each party mention plays: it acts, speaks, or only names a place."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.cases import case_role, speaks_after
from territorial.text.clauses import Actor, Predicate
from territorial.text.language import Language
from territorial.text.names import Name
from territorial.text.quantities import Quantity
from territorial.text.tokens import Token

SPEECH_REACH = 12


def place_actors(
    language: Language,
    tokens: Sequence[Token],
    names: Sequence[tuple[Name, str, str]],
    places: Sequence[Name],
    predicates: Sequence[Predicate],
    speech: Sequence[tuple[int, int, str]],
    quantities: Sequence[Quantity],
) -> list[Actor]:
    """Each party mention with the part it plays."""
    figures = {quantity.outer_first for quantity in quantities}
    place_starts = {place.first for place in places}
    verbs = [p for p in predicates if p.voice in ("active", "passive") and p.kind != "light"]
    actors: list[Actor] = []
    for name, party, kind in names:
        possessive = tokens[name.last - 1].lower.endswith(("'s", "s'"))
        role = "actor"
        before = tokens[name.first - 1].lower if name.first else ""
        for step in (1, 2, 3):
            if name.first > step and (
                before in ("the", "its", "their", "a", "then", "occupying", "invading")
                or language.word("adjective", before) is not None
            ):
                before = tokens[name.first - 1 - step].lower
        following = tokens[name.last].lower if name.last < len(tokens) else ""
        after_next = tokens[name.last + 1].lower if name.last + 1 < len(tokens) else ""
        troops = language.word("troops", following) is not None or (
            language.word("troops", after_next) is not None and following not in (",", ".", "and")
        )
        is_of = language.word("of", before) is not None
        if (kind in ("adjective", "people") or possessive) and (
            (language.word("territory", following) is not None and not troops)
            or name.last in place_starts
            or (
                not troops
                and language.word("territory", after_next) is not None
                and following not in (",", ".", ";", "(")
                and kind == "adjective"
            )
        ):
            role = "place"
        if (
            role == "actor"
            and not troops
            and (kind in ("name", "capital") or (kind == "group" and is_of and not possessive))
            and (
                before in ("in", "into", "inside", "across", "within", "throughout", "outside")
                or (before == "before" and kind == "capital" and following == ",")
                or (is_of and not possessive and not _owns(language, tokens, name.first))
                or (
                    language.word("and", before) is not None
                    and (
                        not any(predicate.first == name.last for predicate in predicates)
                        or (  # "forces in Iraq and Syria liberated"
                            name.first > 3
                            and language.word("troops", tokens[name.first - 4].lower) is not None
                        )
                    )
                    and name.first > 2
                    and name.last not in figures  # "held 60 km² of Sumy and Ukraine 4 km²"
                    and (
                        any(place.last == name.first - 1 for place in places)
                        or tokens[name.first - 3].lower in ("in", "into", "inside", "across")
                    )
                )
            )
        ):
            role = "place"
        if (
            role == "actor"
            and kind == "adjective"
            and not troops
            and before in ("into", "behind", "through", "inside")
        ):
            role = "place"  # "into the Russian rear"
        if role == "actor" and language.free_order:
            role = case_role(language, tokens, name, kind, troops=troops)
            if role == "actor" and _is_owner(language, tokens, name, predicates):
                role = "place"
        if (
            role == "actor"
            and kind in ("name", "capital")
            and _second_place(language, tokens, actors, name)
        ):
            role = "place"  # "потеряло в Ираке и Сирии 24 тыс. кв. км"
        if role == "actor" and name.first and tokens[name.first - 1].lower in ("not", "не"):
            role = "place"  # "It was Ukraine, not Russia, that gained"
        if role == "actor" and kind == "capital" and _taken_with(language, tokens, name, verbs):
            role = "place"  # "визволили Київ та 500 сіл"
        if role == "actor" and language.word("from", before) is not None:
            role = "from"
        if is_of and any(
            language.word("rid", token.lower) is not None
            for token in tokens[max(0, name.first - 3) : name.first]
        ):
            role = "from"  # "51 km² of land purged of the invaders"
        if role == "actor" and (before == "by" or (is_of and _by_group(language, tokens, name))):
            role = "by"
        if (
            role == "actor"
            and not troops
            and language.word("civil", following) is not None
            and (kind == "adjective" or possessive or tokens[name.last].is_capital)
        ):
            role = "civil"
        if role == "actor" and _in_dateline(tokens, name):
            role = "dateline"
        for first, last, how in speech:
            if how == "according" and first <= name.first < last:
                role = "speaker"
            elif how == "say" and (
                role in ("actor", "place") or (role == "from" and kind in ("government", "army"))
            ):  # "повідомили в Міноборони"
                if role == "place" and any(
                    0 <= name.first - other.last <= 3 and other.role in ("actor", "speaker")
                    for other in actors
                ):
                    continue  # "a Taliban spokesman in Moscow said"
                between = [
                    v for v in verbs if name.last <= v.first < first or first < v.first < name.first
                ]
                gap = first - name.last
                if (
                    0 <= gap <= SPEECH_REACH
                    and not between
                    and not _said_in(language, tokens, first, last)
                    and (
                        not _parted(tokens, name.last, first) or _in_apposition(tokens, name, first)
                    )
                ) or (
                    language.free_order
                    and speaks_after(
                        tokens, name, last, [p.first for p in predicates if p.kind != "light"]
                    )
                ):
                    role = "speaker"
        actors.append(Actor(name.first, name.last, party, role, kind, possessive))
    return actors


def _second_place(
    language: Language, tokens: Sequence[Token], actors: Sequence[Actor], name: Name
) -> bool:
    """Whether "and" joins a name to a place right before it."""
    return (
        bool(actors)
        and actors[-1].role == "place"
        and actors[-1].kind in ("name", "capital")
        and actors[-1].last == name.first - 1
        and language.word("and", tokens[name.first - 1].lower) is not None
    )


def _taken_with(
    language: Language, tokens: Sequence[Token], name: Name, verbs: Sequence[Predicate]
) -> bool:
    """Whether a capital is what a verb takes, with more behind "and"."""
    following = tokens[name.last].lower if name.last < len(tokens) else ""
    return (
        language.free_order
        and language.word("and", following) is not None
        and any(
            verb.last == name.first and (verb.kind, verb.voice) == ("gain", "active")
            for verb in verbs
        )
    )


def _said_in(language: Language, tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "взяли сирийские войска, сообщили в Минобороны": who speaks is named behind the verb."""
    return (
        language.free_order
        and last + 1 < len(tokens)
        and first > 0
        and tokens[first - 1].text in ",—–-"
        and language.word("preposition", tokens[last].lower) is not None
        and tokens[last + 1].is_capital
    )


def _by_group(language: Language, tokens: Sequence[Token], name: Name) -> bool:
    """As in "seized by an alliance of ethnic armies": a group whose members are named."""
    at = next((n for n in range(name.first - 1, 0, -1) if tokens[n].lower == "of"), 0)
    return language.word("troops", tokens[at - 1].lower) is not None and any(
        token.lower == "by" for token in tokens[max(0, at - 3) : at - 1]
    )


def _is_owner(
    language: Language, tokens: Sequence[Token], name: Name, predicates: Sequence[Predicate]
) -> bool:
    """As in "вглиб оборони противника": a name in the genitive behind what is its own."""
    at = name.first - 1
    if at < 0 or language.word("genitive", tokens[name.first].lower) is None:
        return False
    if any(
        verb.first == name.last
        and verb.kind == "retreat"
        and tokens[verb.first].lower.endswith(("ти", "ть", "ися", "ись", "ься"))
        for verb in predicates
    ):
        return False  # "змусили ворога відступити"
    before = tokens[at]
    if language.word("held_by", before.lower) is not None:  # "під окупацією росіян"
        return False
    if language.word("owned", before.lower) is not None:
        return True
    if at and language.word("inside", tokens[at - 1].lower) is not None:
        return before.is_word
    return (
        before.is_word
        and before.text.islower()
        and not any(p.first <= at < p.last for p in predicates)
        and all(
            language.word(category, before.lower) is None
            for category in ("preposition", "and", "from", "to", "troops", "number", "relative")
        )
    )


def _in_dateline(tokens: Sequence[Token], name: Name) -> bool:
    """As in "KYIV, Nov 11 -", "BEIRUT —": where a dispatch was written."""
    if (
        2 <= name.first <= 3
        and name.last < len(tokens)
        and tokens[name.last].text in "—–"
        and tokens[name.first - 1].text == ","
        and tokens[0].text.isupper()
        and len(tokens[0].text) > 2
    ):
        return True  # "GOMA, DR Congo –"
    if name.first > 2 or not tokens[name.first].text.isupper() or len(tokens[name.first].text) < 3:
        return False
    following = tokens[name.last].text if name.last < len(tokens) else ""
    if following in "—–-" and following:
        return True
    return following in (",", "(", ":") and any(
        token.text in "—–-:" for token in tokens[name.last : name.last + 9]
    )


def _owns(language: Language, tokens: Sequence[Token], at: int) -> bool:
    """Whether "of X" makes X the actor: hands of X, forces of X, the loss of X."""
    step = at - 1
    while step > 0 and tokens[step].lower in ("the", "of", "its", "their"):
        step -= 1
    word = tokens[step].lower
    return language.word("troops", word) is not None or word in (
        "hands", "control", "grip", "favour", "favor", "part", "rule", "authority", "gains",
        "side", "occupation", "advance", "advances", "troops", "possession",
    )  # fmt: skip


def _parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether another noun phrase stands between: one comma parts, two hold an apposition."""
    marks = [tokens[at].text for at in range(first, last)]
    return ";" in marks or ":" in marks or marks.count(",") == 1


def _in_apposition(tokens: Sequence[Token], name: Name, say: int) -> bool:
    """As in "Sokolov, deputy head of Russia's General Staff, said": named inside two commas."""
    marks = [at for at in range(name.last, say) if tokens[at].text in ",;:"]
    opener = next((at for at in range(name.first - 1, -1, -1) if tokens[at].text in ",;:."), None)
    return (
        marks == [say - 1]
        and tokens[say - 1].text == ","
        and opener is not None
        and tokens[opener].text == ","
        and name.first - opener <= 8
    )
