"""What a tool recorded becomes events: read, map, check, prepare."""

from __future__ import annotations

from procmine.importers.importing import Imported, import_log
from procmine.importers.options import ImportOptions

__all__ = ["ImportOptions", "Imported", "import_log"]
