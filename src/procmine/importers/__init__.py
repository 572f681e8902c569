"""What a tool recorded becomes events: read, map, check, prepare."""

from __future__ import annotations

from procmine.importers.importing import Imported, ImportOptions, import_log

__all__ = ["ImportOptions", "Imported", "import_log"]
