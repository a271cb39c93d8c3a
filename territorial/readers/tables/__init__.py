"""Tables of anybody's making, read into the reports table: see `territorial.readers.tables.read`."""
