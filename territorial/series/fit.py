"""The smoothest daily rate that meets reported sums: temporal disaggregation.

With x the rate of each day, the sum of squared day-to-day changes is least
among all rates whose sums over the reported periods lie within the reported
bounds (Boot, Feibes and Lisman 1967; Denton 1971, with a constant indicator).
Its second differences are constant between the edges of the periods: with A
averaging over the periods, ``D'D x = A' l`` for one multiplier l a period.
D'D is tridiagonal and its inverse two running sums, so what has to be solved
is a system of as many unknowns as reports; no matrix of days by days is made.
Days at zero cut the series into stretches, and an active set finds them.

References
----------
Boot, J. C. G., Feibes, W., Lisman, J. H. C. (1967): Further methods of
derivation of quarterly figures from annual data. Applied Statistics 16, 65-75.
Denton, F. T. (1971): Adjustment of monthly or quarterly series to annual
totals. Journal of the American Statistical Association 66, 99-102.
Portugal, L. F., Judice, J. J., Vicente, L. N. (1994): A comparison of block
pivoting and interior-point algorithms for linear least squares problems with
nonnegative variables. Mathematics of Computation 63, 625-643.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

INSIDE, AT_LOW, AT_HIGH = 0, -1, 1
ROUNDS = 200  # of the active set; real reports need fewer than ten
REFINE = 60  # corrections of the multipliers of one active set
PATIENCE = 5  # block exchanges without progress before single ones
CELLS = 1_000_000  # days times reports solved at a time, to bound memory
SWEEPS = 20  # over the reports, to meet them to the last digits


class Fit(NamedTuple):
    """A daily rate, its sums over the periods, and whether its active set was found."""

    rates: np.ndarray
    sums: np.ndarray
    settled: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """Reported sums over days ``start`` to ``end - 1``, counted from 0.

    Where they contradict one another, the sum of squared misses per day is
    least: a year that does not fit its months gives way more than they do.
    """

    start: np.ndarray
    end: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def smoothest(sums: Sums, days: int, *, nonnegative: bool) -> Fit:
    """The smoothest rate over `days` days that meets the sums.

    A sum with room between its bounds pulls, very weakly, towards its value,
    so that the rate is unique where the bounds alone leave it open.
    """
    length = (sums.end - sums.start).astype(float)
    scale = float(np.max(np.abs(sums.value) / length)) or 1.0
    exact = sums.low == sums.high
    state = np.where(exact, AT_LOW, INSIDE)
    fixed = np.zeros(days, dtype=bool)
    if nonnegative:  # a sum of nothing leaves no day anything
        for start, end in zip(sums.start[sums.high <= 0], sums.end[sums.high <= 0], strict=True):
            fixed[start:end] = True
    zero = fixed.copy()
    best, left = days + len(exact) + 1, PATIENCE
    for _ in range(ROUNDS):
        rates, pull, push = _solve(sums, state, zero, scale)
        found = _sums(rates, sums.start, sums.end)
        slack = 1e-11 * scale * length
        outside = (found < sums.low - slack) | (found > sums.high + slack)
        wrong = ~exact & np.where(state == INSIDE, outside, state * pull > 1e-12 * scale)
        below = np.zeros(days, dtype=bool)
        if nonnegative:
            below = ~fixed & np.where(zero, push < -1e-12 * scale, rates < -1e-11 * scale)
        count = int(wrong.sum() + below.sum())
        if not count:
            break
        if count < best:
            best, left = count, PATIENCE
        elif left:
            left -= 1
        else:  # one at a time, always the last, comes to an end
            last = np.flatnonzero(below)[-1:]
            below[: last[0] if len(last) else 0] = False
            wrong[: np.flatnonzero(wrong)[-1] if not len(last) else len(wrong)] = False
        out = np.where(found < sums.low, AT_LOW, AT_HIGH)
        state = np.where(wrong, np.where(state == INSIDE, out, INSIDE), state)
        zero ^= below
    else:
        count = -1
    met = state != INSIDE
    rates[zero] = 0.0
    rates = _polished(rates, sums.start[met], sums.end[met], _bound(sums, state)[met], ~zero)
    if nonnegative:
        rates = np.maximum(rates, 0.0)
    return Fit(rates, _sums(rates, sums.start, sums.end), settled=count == 0)


def _bound(sums: Sums, state: np.ndarray) -> np.ndarray:
    return np.where(state == AT_HIGH, sums.high, np.where(state == AT_LOW, sums.low, sums.value))


def _polished(
    rates: np.ndarray, start: np.ndarray, end: np.ndarray, wanted: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """Sums that are met but for rounding, met to the last digits: each spreads what it misses."""
    count = _sums(free.astype(float), start, end)
    size = np.maximum(np.abs(wanted), 1.0)
    for _ in range(SWEEPS):
        miss = np.abs(wanted - _sums(rates, start, end)) / size
        worst = float(np.max(miss, initial=0.0))
        if worst < 1e-14 or worst > 1e-6:
            break
        for at in np.flatnonzero((miss > 1e-15) & (count > 0)):
            here = rates[start[at] : end[at]]
            here += free[start[at] : end[at]] * ((wanted[at] - here.sum()) / count[at])
    return rates


def _sums(rates: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    running = np.zeros((len(rates) + 1, *rates.shape[1:]))
    np.cumsum(rates, axis=0, out=running[1:])
    total: np.ndarray = running[end] - running[start]
    return total


def _solve(
    sums: Sums, state: np.ndarray, zero: np.ndarray, scale: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rates with sums at their bounds and days at zero; the multipliers of both."""
    start, end = sums.start, sums.end
    length = (end - start).astype(float)
    wanted = _bound(sums, state) / length
    hard = state != INSIDE
    stretches = _stretches(zero)
    kernel = _kernel(start, end, stretches, len(zero))
    size = max(float(np.max(np.diag(kernel))), 1.0)
    give = np.where(hard, 1e-11 * size, 1e6 * size)
    kernel[np.diag_indices_from(kernel)] += give
    inverse = np.linalg.inv(kernel)
    ones = inverse.sum(axis=1) if not zero.any() else np.zeros(len(length))
    level, pull = 0.0, np.zeros(len(length))
    rates, before = np.zeros(len(zero)), np.inf
    for _ in range(REFINE):
        miss = wanted - _sums(rates, start, end) / length - np.where(hard, 0.0, give * pull)
        worst = float(np.max(np.abs(miss)))
        if worst <= 1e-14 * scale or worst > 0.9 * before:
            break
        before = worst
        step = inverse @ miss
        if not zero.any():  # a level above the first day; the multipliers then sum to nothing
            shift = step.sum() / ones.sum()
            step -= ones * shift
            level += shift
        pull += step
        rates = (
            level
            + _inverse(_forces(start, end, (pull / length)[:, None], len(zero)), stretches)[:, 0]
        )
    push = -_forces(start, end, (pull / length)[:, None], len(zero))[:, 0]
    around = np.concatenate([rates[:1], rates, rates[-1:]])
    push += 2 * rates - around[:-2] - around[2:]
    return rates, pull, push


def _stretches(zero: np.ndarray) -> list[tuple[int, int, bool, bool]]:
    """First day and end of each stretch of free days, and whether a zero day lies at its ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], zero, [True]])))
    return [
        (int(first), int(end), first > 0, end < len(zero))
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def _forces(start: np.ndarray, end: np.ndarray, force: np.ndarray, days: int) -> np.ndarray:
    """A' l: the sum of the forces of the periods that cover each day."""
    edges = np.zeros((days + 1, force.shape[1]))
    np.add.at(edges, start, force)
    np.subtract.at(edges, end, force)
    total: np.ndarray = np.cumsum(edges[:-1], axis=0)
    return total


def _inverse(force: np.ndarray, stretches: list[tuple[int, int, bool, bool]]) -> np.ndarray:
    """Rates whose second differences are the forces; zero on zero days.

    Between two zero days the inverse of the second difference has the entries
    ``min(i, j) - i j / (n + 1)``, beside one zero day ``min(i, j)``; without
    any, the first day is taken as zero and the level left open.
    """
    rates = np.zeros_like(force)
    for first, end, left, right in stretches:
        mirrored = right and not left
        part = force[first:end][::-1] if mirrored else force[first:end]
        slope = np.cumsum(part[::-1], axis=0)[::-1]
        if not (left or right):
            slope[0] = 0.0
        values = np.cumsum(slope, axis=0)
        if left and right:
            values -= np.arange(1, end - first + 1)[:, None] / (end - first + 1) * values[-1]
        rates[first:end] = values[::-1] if mirrored else values
    return rates


def _kernel(
    start: np.ndarray, end: np.ndarray, stretches: list[tuple[int, int, bool, bool]], days: int
) -> np.ndarray:
    """What a force on each period does to the mean of each other."""
    length = (end - start).astype(float)
    count = len(start)
    kernel = np.empty((count, count))
    width = max(CELLS // days, 1)
    for begin in range(0, count, width):
        here = slice(begin, min(begin + width, count))
        force = np.diag(1 / length)[:, here]
        columns = _inverse(_forces(start, end, force, days), stretches)
        kernel[:, here] = _sums(columns, start, end) / length[:, None]
    return (kernel + kernel.T) / 2
