"""Running text to reports, with the standard library alone."""
