"""Where the example data lies that comes with the library."""

from __future__ import annotations

import os

from territorial.errors import InputError

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
# In an installed package the data lies inside it; in a checkout, beside it.
_FOLDERS = (os.path.join(_PACKAGE, "data"), os.path.join(os.path.dirname(_PACKAGE), "data"))


def shipped(*parts: str) -> str:
    """The path of a file or folder of the data that comes with the library.

    Parameters
    ----------
    *parts : str
        The path below ``data``, as in ``shipped("articles", "advance.txt")``.

    Returns
    -------
    str
        An existing path.

    Raises
    ------
    InputError
        If the library does not bring it.

    Examples
    --------
    >>> import os
    >>> os.path.isdir(shipped("articles"))
    True
    """
    for folder in _FOLDERS:
        path = os.path.join(folder, *parts)
        if os.path.exists(path):
            return path
    raise InputError(
        "data that comes with the library",
        repr("/".join(parts)),
        "data/README.md lists what there is; a broken installation is mended by installing anew",
    )
