"""What the tests share: the example article, and settings that make each run alike."""

import os

import pytest
from hypothesis import settings

from territorial import shipped

# No window is ever opened; the library itself draws on Figure, without pyplot.
os.environ["MPLBACKEND"] = "Agg"

# Slow machines are not failures, and what CI finds must be found again.
settings.register_profile("territorial", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("territorial")


@pytest.fixture(scope="session")
def article():
    """The path of the example article."""
    return shipped.shipped("articles", "advance_slows.txt")
