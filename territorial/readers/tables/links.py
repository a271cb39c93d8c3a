"""Reports of one table held against one another: restatements, second figures, the conflict."""

from __future__ import annotations

import re

from territorial import lexicon, units
from territorial.records import Report, join_flags


def _key(one: Report) -> tuple[object, ...]:
    return (
        one.conflict,
        one.party,
        one.measure,
        one.kind if one.value else None,
        one.basis,
        one.per,
        one.start,
        one.end,
        one.place,
        one.attribution,
        one.scope,
        one.published,
    )


def linked(found: list[Report]) -> list[Report]:
    """Amounts of one row in two units of one measure: the second restates the first."""
    linked: list[Report] = []
    firsts: dict[tuple[object, ...], Report] = {}
    for one in found:
        first = firsts.setdefault(_key(one), one)
        if first is not one and first.unit != one.unit and first.unit and one.unit:
            flags = [one.flags] if one.flags else []
            if not _agree(first, one):
                flags.append(
                    f"the two units of one amount do not agree: {first.quote} {first.unit} and {one.quote} {one.unit}"
                )
            one = one._replace(restates=first.report_id, flags=join_flags(flags))
        linked.append(one)
    return linked


def _agree(first: Report, second: Report) -> bool:
    if not first.unit or not second.unit or first.value is None or second.value is None:
        return True
    step = units.factor(first.unit, second.unit)
    slack = 0.03 * abs(second.value) + 0.6 + 0.6 * step
    return abs(first.value * step - second.value) <= slack


def flag_pairs(found: list[Report]) -> list[Report]:
    """Two figures of one source for one period, party and place are told on the later one."""
    seen: dict[tuple[object, ...], Report] = {}
    told: dict[tuple[object, ...], Report] = {}
    out = []
    for one in found:
        if one.restates is None and one.start is not None:
            first = told.setdefault(_key(one), one)
            if first is not one and first.unit != one.unit and one.value and _agree(first, one):
                one = one._replace(restates=first.report_id)  # the same amount in a row of its own
        if one.restates is None:
            key = (*_key(one), one.unit)
            first = seen.setdefault(key, one)
            if first is not one and first.start is not None and first.value != one.value:
                said = f"a second figure for the same period: {first.value:g} {first.unit} stands in {str(first.sentence).split(':')[0]}"
                one = one._replace(flags=join_flags([*([one.flags] if one.flags else []), said]))
        out.append(one)
    return out


def mark_repeats(found: list[Report]) -> list[Report]:
    """The same figure told again in another column or table of the file restates the first."""
    firsts: dict[tuple[object, ...], Report] = {}
    out = []
    for one in found:
        key = (
            one.party, one.kind, one.basis, one.value, one.unit, one.per, one.qualifier, one.start, one.end,
            one.place, one.attribution, one.scope,
        )  # fmt: skip
        first = firsts.setdefault(key, one)
        again = (
            first is not one
            and one.restates is None
            and one.start is not None
            and _column(first) != _column(one)
        )
        out.append(one._replace(restates=first.restates or first.report_id) if again else one)
    return out


def _column(one: Report) -> str:
    """Sheet and column of a report's cell, as its sentence begins."""
    return re.sub(r"row \d+, ", "", str(one.sentence).split(":")[0])


def with_conflict(found: list[Report]) -> list[Report]:
    """The conflict, where the parties of a table belong to exactly one."""
    parties = {one.party for one in found if one.party and one.conflict is None}
    if not parties:
        return found
    fitting = [
        name for name in lexicon.conflicts() if parties <= set(lexicon.conflict(name).parties)
    ]
    living = [name for name in fitting if not lexicon.conflict(name).end]
    names = fitting if len(fitting) == 1 else living
    if len(names) != 1:
        return found
    return [one if one.conflict else one._replace(conflict=names[0]) for one in found]
