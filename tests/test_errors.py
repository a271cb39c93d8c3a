import pickle

import pytest

from territorial import errors

KINDS = [
    kind for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.TerritorialError)
]  # fmt: skip


def test_all_errors_are_found():
    assert len(KINDS) >= 11


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_and_its_parts(kind):
    error = kind("a date", "'soon'", "write it as 2025-02-07", where="published")
    assert str(error) == "published: wanted a date, given 'soon'; write it as 2025-02-07"
    assert str(kind("a date", "'soon'", "mend it")) == "wanted a date, given 'soon'; mend it"
    assert (error.wanted, error.given, error.mend) == ("a date", "'soon'", "write it as 2025-02-07")
    assert error.where == "published"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_errors_come_back_from_other_processes(kind, protocol):
    for where in (None, "line 3"):
        error = kind("a", "b", "c", where=where)
        back = pickle.loads(pickle.dumps(error, protocol))
        assert type(back) is kind and str(back) == str(error) and vars(back) == vars(error)


@pytest.mark.parametrize(
    ("kind", "base"),
    [
        (errors.InputError, ValueError), (errors.OutputError, OSError),
        (errors.UnitError, ValueError), (errors.DimensionError, errors.UnitError),
        (errors.MissingExtraError, ImportError), (errors.ReportsError, ValueError),
    ],
)  # fmt: skip
def test_errors_are_caught_as_what_python_users_expect(kind, base):
    with pytest.raises(base):
        raise kind("a", "b", "c")


def test_warnings_are_for_users():
    assert issubclass(errors.TerritorialWarning, UserWarning)
