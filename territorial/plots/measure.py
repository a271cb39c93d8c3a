"""How wide words are, and where to break them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

NBSP = "\N{NO-BREAK SPACE}"
LRM = "\N{LEFT-TO-RIGHT MARK}"
LINE = 1.25  # line height over font size


def _rightward(text: str) -> bool | None:
    """Whether the first letter with a direction is written from right to left."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return None


def left_to_right(name: str) -> str:
    """A name between marks, so that Arabic or Hebrew letters do not turn the words around it."""
    turned = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"{LRM}{name}{LRM}" if turned and not name.startswith(LRM) else name


@lru_cache(maxsize=4096)
def _width(text: str, size: float, weight: str, family: tuple[str, ...]) -> float:
    font = FontProperties(family=list(family), weight=weight, size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def width(text: str, size: float, family: Sequence[str], *, bold: bool = False) -> float:
    """The width of one line of text [pt]."""
    return _width(text, size, "bold" if bold else "normal", tuple(family))


def fit(text: str, room: float, size: float, family: Sequence[str], *, bold: bool = False) -> str:
    """The text, or its beginning and end with an ellipsis where it is wider than `room` [pt]."""
    if width(text, size, family, bold=bold) <= room:
        return text
    low, high = 2, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(_shortened(text, middle), size, family, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return _shortened(text, low)


def _shortened(text: str, keep: int) -> str:
    tail = keep // 3
    return text[: keep - tail].rstrip() + "…" + (text[-tail:].lstrip() if tail else "")


def _greedy(words: Sequence[str], widths: Sequence[float], space: float, room: float) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word, wide in zip(words, widths, strict=True):
        if line and used + space + wide > room:
            lines.append(" ".join(line))
            line, used = [word], wide
        else:
            used += (space if line else 0.0) + wide
            line.append(word)
    if line:
        lines.append(" ".join(line))
    return lines


def wrap(
    text: str,
    room: float,
    size: float,
    family: Sequence[str],
    *,
    bold: bool = False,
    balanced: bool = False,
) -> list[str]:
    """Lines no wider than `room` [pt]; balanced ones are of like width.

    A balanced text has as many lines as it needs, and the least width that
    gives that many. A word wider than `room` is cut, so nothing leaves the figure.
    """
    family = tuple(family)
    words: list[str] = []
    for word in text.split(" "):
        words.extend(_cut(word, room, size, family, bold=bold))
    widths = [width(word, size, family, bold=bold) for word in words]
    space = width("n n", size, family, bold=bold) - width("nn", size, family, bold=bold)
    lines = _greedy(words, widths, space, room)
    if balanced and len(lines) > 1:
        low, high = max(widths), room
        for _ in range(12):
            middle = (low + high) / 2
            if len(_greedy(words, widths, space, middle)) > len(lines):
                low = middle
            else:
                high = middle
        lines = _greedy(words, widths, space, high)
    if _rightward(text) is False:  # a line of its own would take its direction from its first word
        lines = [LRM + line if _rightward(line) else line for line in lines]
    return lines


def _cut(word: str, room: float, size: float, family: tuple[str, ...], *, bold: bool) -> list[str]:
    if width(word, size, family, bold=bold) <= room:
        return [word]
    parts: list[str] = []
    rest = word
    while rest and width(rest, size, family, bold=bold) > room:
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            if width(rest[:middle], size, family, bold=bold) <= room:
                low = middle
            else:
                high = middle - 1
        parts.append(rest[:low])
        rest = rest[low:]
    return [*parts, rest] if rest else parts
