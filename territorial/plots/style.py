"""How a chart looks: theme, width, fonts, colours of parties; from a small house file."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from territorial.errors import ChartError, InputError
from territorial.plots.palette import SLOTS, Colour, Palette, palette

FONT = "DejaVu Sans"  # ships with matplotlib, so it is certain to be there
WIDTHS = (5.0, 12.0)

# Points. The smallest text is 8.
TITLE, TITLE_NARROW = 15.5, 13.0
SUBTITLE, SUBTITLE_NARROW = 10.5, 9.8
KEY = 9.5
TICK = 9.0
VALUE = 8.5
END_LABEL = 9.8
SMALL = 8.0


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a chart; the defaults are those of the chart guide.

    Parameters
    ----------
    dark : bool
        Draw on a dark background.
    width : float
        Width of the figure [in], 5 to 12.
    family : tuple of str
        Font families that go before DejaVu Sans, for scripts that it lacks.
    slots : mapping
        Colour slot by party id; goes before the lexicon's.
    names : mapping
        Printed name by party id; goes before the lexicon's.
    colours : mapping
        ``{"light": {"brick": {"fill": "#...", "ink": "#..."}, "background": "#..."}}``.

    Examples
    --------
    >>> Style(dark=True).neutral("background")
    '#15191E'
    """

    dark: bool = False
    width: float = 8.0
    family: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not WIDTHS[0] <= self.width <= WIDTHS[1]:
            raise ChartError(
                f"a width of {WIDTHS[0]:g} to {WIDTHS[1]:g} inches",
                f"{self.width:g}",
                "choose a width in that range",
            )

    @property
    def theme(self) -> str:
        """``"dark"`` or ``"light"``."""
        return "dark" if self.dark else "light"

    @property
    def narrow(self) -> bool:
        """Whether titles are set smaller."""
        return self.width < 7

    @property
    def fonts(self) -> list[str]:
        """The font families in the order in which they are tried."""
        return [*self.family, FONT]

    @property
    def palette(self) -> Palette:
        """The colours of the theme, with those of the house in their place."""
        base = palette(self.theme)
        own = self.colours.get(self.theme, {})
        slots = dict(base.slots)
        neutrals = dict(base.neutrals)
        for name, value in own.items():
            for colour in value.values() if isinstance(value, Mapping) else [value]:
                _check_colour(colour, f"colours.{self.theme}.{name}")
            if name in slots and isinstance(value, Mapping):
                slots[name] = Colour(
                    value.get("fill", slots[name].fill), value.get("ink", slots[name].ink)
                )
            elif name in neutrals and isinstance(value, str):
                neutrals[name] = value
            else:
                raise ChartError(
                    "a colour for one of " + ", ".join([*slots, *neutrals]),
                    f"{name} = {value!r}",
                    'write brick = { fill = "#...", ink = "#..." } or grid = "#..."',
                    where=f"colours.{self.theme}",
                )
        return Palette(slots, neutrals)

    def neutral(self, role: str) -> str:
        """The colour of a neutral: background, ink, subtitle, note, axis, zero, grid."""
        return self.palette.neutrals[role]


def _check_colour(colour: object, where: str) -> None:
    if not (isinstance(colour, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", colour)):
        raise ChartError("a colour as #RRGGBB", repr(colour), "write six hex digits", where=where)


_KEYS = {
    "dark": (bool,),
    "width": (int, float),
    "family": (list, str),
    "parties": (dict,),
    "names": (dict,),
    "colours": (dict,),
}


def read_style(path: str | os.PathLike[str]) -> Style:
    """A house style from a TOML file.

    The file may hold ``dark``, ``width`` [in], ``family`` (a name or a list),
    and the tables ``[parties]`` (party id = colour slot), ``[names]`` (party
    id = printed name) and ``[colours.light]``, ``[colours.dark]``.

    Parameters
    ----------
    path : str or path
        The file.

    Returns
    -------
    Style
        What the file says; the rest as by default.

    Raises
    ------
    InputError
        If the file cannot be read, or holds a key that no style has.
    ChartError
        If a colour, slot or width is none.
    """
    where = os.fspath(path)
    try:
        with open(path, "rb") as file:
            told = tomllib.load(file)
    except OSError as error:
        raise InputError(
            "a house style", f"{error.strerror}", "check the path", where=where
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("a TOML file", str(error), "mend the line", where=where) from error
    for key, value in told.items():
        if key not in _KEYS or type(value) not in _KEYS[key]:
            raise InputError(
                "dark, width, family, [parties], [names] or [colours.light/dark]",
                f"{key} = {value!r}",
                "take the key out or mend its value",
                where=where,
            )
    family = told.get("family", ())
    for party, slot in told.get("parties", {}).items():
        if slot not in SLOTS:
            raise ChartError(
                "a colour slot out of " + ", ".join(SLOTS),
                repr(slot),
                "choose one of them",
                where=f"{where}, parties.{party}",
            )
    style = Style(
        dark=told.get("dark", False),
        width=float(told.get("width", 8.0)),
        family=(family,) if isinstance(family, str) else tuple(family),
        slots=told.get("parties", {}),
        names=told.get("names", {}),
        colours=told.get("colours", {}),
    )
    for dark in (False, True):  # a wrong colour is told when the file is read
        _ = replace(style, dark=dark).palette
    return style
