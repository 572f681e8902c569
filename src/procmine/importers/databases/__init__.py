"""Databases, database files and folders of Parquet files: the one door, `read_database`.

    settings = DatabaseSettings("postgresql://ann@db/desk", table="public.status_history", cursor="changed_at")
    reading = read_database(settings, con)                           # everything; fills `staged`
    reading = read_database(settings, con, since=reading.cursor)     # what came since

`Cursor.to_dict` and `Cursor.from_dict` keep a cursor between two reads; `settings.origin` tells whether it belongs to
these settings.
"""

from procmine.importers.databases.address import address_of, is_address
from procmine.importers.databases.cursor import Cursor
from procmine.importers.databases.reading import Reading, read_database
from procmine.importers.databases.settings import DatabaseSettings

__all__ = ["Cursor", "DatabaseSettings", "Reading", "address_of", "is_address", "read_database"]
