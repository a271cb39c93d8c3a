"""Dated maps of control: levels by date and party, gains and losses between dates."""

from territorial.lexicon.maps import map_presets
from territorial.readers.snapshots.as_reports import changes_as_reports
from territorial.readers.snapshots.changes import snapshot_changes
from territorial.readers.snapshots.doubt import leave_out
from territorial.readers.snapshots.read import read_snapshots

__all__ = [
    "changes_as_reports",
    "leave_out",
    "map_presets",
    "read_snapshots",
    "snapshot_changes",
]
