"""What a column holds by a header that says it with further words: "Reporting month", "Name of region"."""

from __future__ import annotations

import re
from functools import lru_cache

from territorial.lexicon import tables as words

_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_OR = re.compile(r"\s*/\s*|\s+(?:or|and|або|чи|та|или|и|oder|und)\s+", re.IGNORECASE)


@lru_cache(maxsize=8192)
def role_of(text: str) -> str | None:
    """The role that a header names, as a whole or but for words that say nothing of it.

    Examples
    --------
    >>> role_of("Source"), role_of("Name of region"), role_of("Reporting month (2025)")
    ('attribution', 'place', 'period')
    >>> role_of("Month / quarter"), role_of("Map version") is None
    ('period', True)
    """
    found = words.is_form("role", text)
    if found is not None:
        return found
    bare = _ASIDE.sub(" ", text).strip()
    if not bare:
        return None
    parts = [part for part in _OR.split(bare) if part.strip()]
    if len(parts) == 2:
        roles = {role_of(part) for part in parts}
        return roles.pop() if len(roles) == 1 else None
    tokens = words.tokens(bare)
    kept = [one.text for one in tokens if words.word_value("said of any column", one.lower) is None]
    if len(kept) < len(tokens) or bare != text:
        return words.is_form("role", " ".join(kept)) if kept else None
    return None
