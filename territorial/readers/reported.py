"""The reported figures that come with the library."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from territorial import reports
from territorial.errors import InputError
from territorial.shipped import shipped

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "reported"


@lru_cache(maxsize=1)
def reported_conflicts() -> tuple[str, ...]:
    """The conflicts of which the library brings reported figures.

    Examples
    --------
    >>> "russia-ukraine" in reported_conflicts()
    True
    """
    names = os.listdir(shipped(FOLDER))
    return tuple(sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv")))


def load_reported(conflict: str | None = None) -> pd.DataFrame:
    """Published figures, collected by hand, as a reports table.

    Each row is one figure as printed by one publisher, with its address; what is
    wrong in a source is left as printed and told in `flags`. ``data/README.md``
    describes how they were collected. No words are quoted: the rows hold facts.

    Parameters
    ----------
    conflict : str, optional
        The id of a conflict, one of `reported_conflicts`; all of them by default.

    Returns
    -------
    DataFrame
        The reports table.

    Raises
    ------
    InputError
        If there are no figures of that conflict.

    Examples
    --------
    >>> found = load_reported("russia-ukraine")
    >>> october = found[(found["start"] == "2024-10-01") & (found["end"] == "2024-10-27")]
    >>> first = october[october["place"] == "Ukraine"].iloc[0]
    >>> f"{first['value']:g} {first['unit']}, {first['attribution']}"
    '478 km^2, AFP analysis of ISW data'
    """
    names = reported_conflicts()
    if conflict is None:
        import pandas as pd

        tables = [reports.read_reports(shipped(FOLDER, f"{name}.csv")) for name in names]
        return pd.concat(tables, ignore_index=True)
    if conflict not in names:
        raise InputError(
            "a conflict of which there are figures", repr(conflict),
            f"choose one of {', '.join(names)}", where="conflict",
        )  # fmt: skip
    return reports.read_reports(shipped(FOLDER, f"{conflict}.csv"))
