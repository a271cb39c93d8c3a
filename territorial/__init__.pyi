# Written by tests/face_stub.py from the names in __init__.py.
from territorial import digits as digits
from territorial import lexicon as lexicon
from territorial import periods as periods
from territorial import records as records
from territorial import reports as reports
from territorial import units as units
from territorial.errors import ChartError as ChartError
from territorial.errors import DimensionError as DimensionError
from territorial.errors import InputError as InputError
from territorial.errors import LexiconError as LexiconError
from territorial.errors import MissingExtraError as MissingExtraError
from territorial.errors import OutputError as OutputError
from territorial.errors import PeriodError as PeriodError
from territorial.errors import ReportsError as ReportsError
from territorial.errors import SeriesError as SeriesError
from territorial.errors import TerritorialError as TerritorialError
from territorial.errors import TerritorialWarning as TerritorialWarning
from territorial.errors import UnitError as UnitError
from territorial.records import COLUMNS as COLUMNS
from territorial.records import Report as Report
from territorial.reports import check as check
from territorial.reports import read_reports as read_reports
from territorial.reports import records_of as records_of
from territorial.reports import reports_table as reports_table
from territorial.reports import write_reports as write_reports
from territorial.storage import write_records as write_records
from territorial.units import convert as convert

__version__: str
