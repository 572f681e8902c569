"""SAP tables, each exported as a file of a folder (EKKO.csv, EKPO.csv …), become one purchase-to-pay log.

The case is the **item of a purchase order** (EBELN and EBELP): goods and invoices are recorded for items, so an order with several
would mix several flows. What happens to an order as a whole happens to each of its items.

    activity                        where it is told                                                when
    Create Purchase Order Item      CDPOS, an item inserted; without that EKKO                       UDATE UTIME; AEDAT (a day)
    Change Price, …                 CDPOS, a field changed; of a status field its new value          UDATE UTIME
    Record Goods Receipt            EKBE, VGABE 1 with a document                                    CPUDT CPUTM
    Record Service Entry Sheet      EKBE, VGABE 9, or 1 without a document                           CPUDT CPUTM
    Record Invoice Receipt          EKBE, VGABE 2                                                    CPUDT CPUTM
    Vendor creates invoice          RBKP with RSEG, unless EKBE recorded it at that moment           BLDAT (a day); else CPUDT CPUTM

Times are of the system's zone, which no table tells: give it with `zone`. Who did it is USERNAME, ERNAM or USNAM, where exported.
CDPOS says by TABKEY which item was changed. Where that column was not exported, changes of an order with several items are dealt out
evenly if they come out even; which item the others touched cannot be told, and they are left out and counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.engine import quoted, read_sql
from procmine.errors import UnreadableSource
from procmine.importers.files.staging import create_staged
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

TABLES = {
    "EKKO": ("EBELN", "BUKRS", "LIFNR", "BSART", "AEDAT", "ERNAM"),
    "EKPO": ("EBELN", "EBELP", "MATNR", "PSTYP"),
    "EKBE": ("EBELN", "EBELP", "VGABE", "GJAHR", "BELNR", "CPUDT", "CPUTM", "ERNAM"),
    "RBKP": ("BELNR", "GJAHR", "BLDAT", "CPUDT", "CPUTM", "USNAM"),
    "RSEG": ("BELNR", "GJAHR", "EBELN", "EBELP"),
    "CDHDR": ("OBJECTCLAS", "OBJECTID", "CHANGENR", "UDATE", "UTIME", "USERNAME"),
    "CDPOS": ("CHANGENR", "TABNAME", "TABKEY", "FNAME", "CHNGIND", "VALUE_NEW"),
}
NEEDED = {
    "EKPO": ("EBELN", "EBELP"),
    "EKBE": ("EBELN", "EBELP", "VGABE", "CPUDT"),
    "RBKP": ("BELNR",),
    "RSEG": ("BELNR", "EBELN", "EBELP"),
    "CDHDR": ("OBJECTID", "CHANGENR", "UDATE"),
    "CDPOS": ("CHANGENR", "TABNAME", "FNAME", "CHNGIND"),
}
PAIRS = (("RBKP", "RSEG"), ("CDHDR", "CDPOS"))  # of which one alone tells nothing
STEPS = ("cells", "changes", "events")


def is_extract(folder: Path) -> bool:
    """Whether a folder holds the items of purchase orders as a file."""
    return any(path.stem.upper() == "EKPO" for path in folder.iterdir() if path.is_file())


def read_sap(folder: Path, con: duckdb.DuckDBPyConnection) -> Source:
    """Fill `staged`: one row an event of an item of a purchase order. Raises UnreadableSource with every table or column missing."""
    files = dict(_files(folder))
    sources = {table: _land(table, path, con) for table, path in files.items()}
    _refuse_what_lacks(folder, sources)
    for table, columns in TABLES.items():
        there = {name.upper(): name for name in sources[table].columns} if table in sources else {}
        cells = ", ".join(
            f"{f'trim({quoted(there[c])})' if c in there else 'null::varchar'} as {c.lower()}"
            for c in columns
        )
        origin = f"from sap_{table.lower()}" if table in sources else "where false"
        con.execute(f"create or replace temp view {table.lower()} as select {cells} {origin}")
    for step in STEPS:
        for statement in read_sql("importers", "sap", step).split(";\n"):
            if statement.strip():
                con.execute(statement)
    notes = list(_notes(con, sources))
    rows = create_staged(con, read_sql("importers", "sap", "staged"))
    if not rows:
        raise UnreadableSource("The tables hold no event of an item of EKPO.", str(folder), "Export the rows that belong together.")  # fmt: skip
    columns = tuple(name for name, *_ in con.execute("describe staged").fetchall()[2:])
    prints = " ".join(f"{table} {sources[table].fingerprint}" for table in sorted(sources))
    return Source(
        "sap", folder.resolve().name, columns, rows, hashlib.sha256(prints.encode()).hexdigest(), tuple(notes),
        {"path": str(folder), "tables": sorted(sources)}, {"Time": "instant_text", "Order": "number"},
    )  # fmt: skip


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for table in TABLES:
        found = [path for path in sorted(folder.iterdir()) if path.is_file() and path.stem.upper() == table]
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise UnreadableSource(f"There are several files of {table}: {names}.", str(folder), "Leave one.")
        yield from ((table, path) for path in found)


def _land(table: str, path: Path, con: duckdb.DuckDBPyConnection) -> Source:
    from procmine.importers.files import read_source

    source = read_source(path, con)
    con.execute(f"create or replace temp table sap_{table.lower()} as from staged")
    return source


def _refuse_what_lacks(folder: Path, sources: dict[str, Source]) -> None:
    faults = [
        f"{table} lacks {column}"
        for table, columns in NEEDED.items()
        if table in sources
        for column in columns
        if column not in {name.upper() for name in sources[table].columns}
    ]
    faults += [f"there is {one} and no {other}" for pair in PAIRS for one, other in (pair, pair[::-1]) if one in sources and other not in sources]  # fmt: skip
    if not {"EKBE", "CDPOS"} & sources.keys():
        faults.append("there is neither EKBE nor CDHDR with CDPOS, which tell what happened")
    if faults:
        raise UnreadableSource(
            f"The extracts cannot be read as a log: {'; '.join(faults)}.",
            str(folder),
            "Export what is missing, with the technical names of its columns as the header.",
        )


def _notes(con: duckdb.DuckDBPyConnection, sources: dict[str, Source]) -> Iterator[Note]:
    for table, source in sources.items():
        yield from (
            replace(one, message=f"{table}: {one.message}") for one in source.notes if one.severity != "info"
        )
    dealt, lost, elsewhere = con.execute(read_sql("importers", "sap", "account")).fetchall()[0]
    cure = "Export CDPOS with TABKEY, which names the item."
    if dealt:
        message = f"{counted(dealt, 'change')} of orders with several items, without TABKEY: dealt out evenly among the items."
        yield Note("changes-dealt-out", "warning", message, dealt, (), cure)
    if lost:
        message = f"{counted(lost, 'change')} of orders with several items, without TABKEY: left out, for nothing tells the item."
        yield Note("changes-of-no-item", "warning", message, lost, (), cure)
    if elsewhere:
        message = f"{counted(elsewhere, 'event')} of items that EKPO does not hold: left out."
        yield Note("events-of-no-item", "warning", message, elsewhere, (), "Export EKPO for the same orders.")
    if "RBKP" in sources and "BLDAT" not in {name.upper() for name in sources["RBKP"].columns}:
        message = "RBKP has no BLDAT: an invoice is taken to be written when it was entered."
        yield Note("invoice-date", "info", message, repair="Export RBKP with BLDAT.")
