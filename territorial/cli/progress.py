"""A counter on standard error for work that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

PAUSE = 0.5  # seconds between two lines, and before the first
MASK = 63  # the clock is asked once in 64 items


def counted(items: Iterable[T], noun: str) -> Iterator[T]:
    """The same items; meanwhile a terminal shows how many there were.

    Nothing is written where standard error is a file, a pipe or closed.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    start = told = time.monotonic()
    count = 0
    for count, item in enumerate(items, start=1):
        yield item
        if not count & MASK and (now := time.monotonic()) - told > PAUSE:
            told = now
            rate = count / (now - start)
            print(f"\r{count:,} {noun}, {rate:,.0f} a second", end="", file=sys.stderr, flush=True)
    if told != start:
        print(f"\r{count:,} {noun}, done" + " " * 20, file=sys.stderr)
