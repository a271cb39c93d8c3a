"""Figures as bytes and files: the same data give the same bytes."""

from __future__ import annotations

import gc
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import matplotlib

from territorial.errors import OutputError
from territorial.storage import atomic

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
DPI = 200

# Read by matplotlib while a file is written.
WRITING: Mapping[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "territorial",
    "pdf.fonttype": 42,
    # Matplotlib 3.11 sizes the font pieces of a PDF by this one: at its default of 3 a dash or
    # a minus sign is a piece of its own, and costs as much time as all other letters.
    "ps.fonttype": 42,
    "pdf.compression": 6,
}
# What belongs to the program and not to a picture.
_NOT_STYLE = re.compile(
    r"backend|interactive|toolbar|timezone|tk\.|webagg|savefig\.directory|date\.epoch|docstring|keymap|figure\.max_open"
)


def plain_style() -> Any:
    """Matplotlib's own defaults and ours, whatever the user's settings are."""
    defaults: dict[str, Any] = {
        key: value for key, value in matplotlib.rcParamsDefault.items() if not _NOT_STYLE.match(key)
    }
    return {**defaults, **WRITING}


def render(figure: Figure, form: str, *, title: str, alt: str, dpi: int = DPI) -> bytes:
    """The figure as PNG, SVG or PDF, with title and alternative text inside."""
    buffer = io.BytesIO()
    metadata: dict[str, Any]
    if form == "png":
        metadata = {"Software": None, "Title": title, "Description": alt}
    elif form == "svg":
        metadata = {"Date": None, "Creator": None}
    else:
        metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": title,
                    "Subject": alt}  # fmt: skip
    with _uncollected(form):
        figure.savefig(
            buffer, format=form, dpi=dpi if form == "png" else 72, metadata=metadata,
            facecolor=figure.get_facecolor(),
        )  # fmt: skip
    data = buffer.getvalue()
    return _described(data, title, alt) if form == "svg" else data


@contextmanager
def _uncollected(form: str) -> Iterator[None]:
    """Without the garbage collector while fonts are cut for a PDF.

    That makes and drops so many objects that the collector would look through
    all of the user's data, for longer than the cutting of a font takes.
    Threads that do the same at the same time leave it on when the last is done.
    """
    pause = form == "pdf" and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()


def _described(svg: bytes, title: str, alt: str) -> bytes:
    """The SVG with title, description and the role of an image."""
    text = svg.decode("utf-8")
    start = text.index("<svg ")
    end = text.index(">", start)
    head = text[start:end] + ' role="img" aria-labelledby="chart-title chart-desc">'
    told = (
        f'\n <title id="chart-title">{escape(title)}</title>'
        f'\n <desc id="chart-desc">{escape(alt)}</desc>'
    )
    return (text[:start] + head + told + text[end + 1 :]).encode("utf-8")


def write_all(contents: Mapping[str, bytes]) -> None:
    """Write files so that each is whole or not there.

    Raises
    ------
    OutputError
        If one cannot be written; then none is.
    """
    for path in contents:
        if os.path.isdir(path):
            raise OutputError("a file to write", f"the folder {path!r}", "choose another name")
    with ExitStack() as stack:
        opened = [(stack.enter_context(atomic(path)), data) for path, data in contents.items()]
        for file, data in opened:
            file.write(data)
