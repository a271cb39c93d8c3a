"""Which party, kind and period a quantity belongs to."""

from __future__ import annotations

from territorial.text.party_links import PartyLinks
from territorial.text.period_links import PeriodLinks


class Linker(PartyLinks, PeriodLinks):
    """Links the quantities of one sentence; see `territorial.text.links.LinkState`."""
