"""A folder of SAP extracts as a purchase-to-pay log: the one door, `read_sap`, and `is_extract` to know such a folder."""

from __future__ import annotations

from procmine.importers.sap.reading import is_extract, read_sap

__all__ = ["is_extract", "read_sap"]
