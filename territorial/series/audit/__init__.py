"""Contradictions and slips in a reports table, found by rules that say what they expected."""
