"""Readers: one file per kind of source; each gives the reports table."""
