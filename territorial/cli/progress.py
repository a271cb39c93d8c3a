"""A counter on standard error for work that takes longer than a moment."""

from __future__ import annotations

import sys
import time

PAUSE = 0.5  # seconds before the first line, and between two
MASK = 63  # the clock is asked once in 64 steps


class Counter:
    """Shows in a terminal how far the work is; silent in a file, a pipe or when it is short."""

    def __init__(self, noun: str, *, often: bool = False) -> None:
        self.noun = noun
        self.mask = 0 if often else MASK
        self.shown = False
        self.start = self.told = time.monotonic()
        self.silent = sys.stderr is None or not sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        """`count` steps are done."""
        if self.silent or count & self.mask:
            return
        now = time.monotonic()
        if now - self.told > PAUSE:
            self.told, self.shown = now, True
            rate = count / (now - self.start)
            text = f"\r{count:,} {self.noun}, {rate:,.0f} a second"
            print(text, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line, so that the next message stands alone."""
        if self.shown:
            print(file=sys.stderr)
