"""The sample that procmine ships, `data/sample/`: where it lies, how it is imported, how it was made.

`python -m procmine.samples.shipped_sample --write` writes both of its files again, to the byte.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.errors import UnreadableSource, WrongOption

if TYPE_CHECKING:
    from procmine.samples.generator import Generated

SAMPLE_NAME = "purchase-orders"
FILE, TRUTH = "purchase-orders.csv", "TRUTH.md"
SEED = 2025
IMPORT_OPTIONS = {
    "case": "purchase order",
    "activity": "activity",
    "started_at": "start",
    "ended_at": "end",
    "resource": "resource",
    "zone": "Europe/Berlin",
    "complete_when": "activity in (Confirm order, Reject request)",
    "extracted_at": "2026-01-01",
}
REPOSITORY_FOLDER = Path(__file__).resolve().parents[3] / "data" / "sample"
SHIPPED_FOLDER = Path(__file__).resolve().parent / "shipped"


def sample_path() -> Path:
    """The sample's CSV: in the repository's `data/sample/`, else the copy inside the installed package."""
    for folder in (REPOSITORY_FOLDER, SHIPPED_FOLDER):
        if (folder / FILE).is_file():
            return folder / FILE
    raise UnreadableSource(
        "The sample is not there.",
        str(SHIPPED_FOLDER),
        "Write it again: python -m procmine.samples.shipped_sample --write",
    )


def write_sample(folder: Path) -> Generated:
    """Write the sample's log and its truth into `folder`; the same bytes each time."""
    from procmine.samples.generator import generate
    from procmine.samples.purchasing import purchase_scenario
    from procmine.samples.truth_page import truth_page

    made = generate(purchase_scenario(SEED))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(csv_of(made).encode())
    (folder / TRUTH).write_bytes(truth_page(made, IMPORT_OPTIONS).encode())
    return made


def csv_of(made: Generated) -> str:
    """The frame as CSV: ISO wall-clock times without an offset, coordinates of two decimals."""
    written = made.frame.copy()
    for column in ("start", "end"):
        written[column] = written[column].dt.strftime("%Y-%m-%d %H:%M:%S")
    for column in ("latitude", "longitude"):
        written[column] = [f"{value:.2f}" if value == value else "" for value in written[column]]
    return written.to_csv(index=False, lineterminator="\n")


def main(arguments: list[str]) -> None:
    """Write the sample where the repository keeps it."""
    if arguments != ["--write"]:
        raise WrongOption(
            f"{' '.join(arguments)!r} is not understood.", "procmine.samples.shipped_sample", "Say --write."
        )
    truth = write_sample(REPOSITORY_FOLDER).truth
    sys.stdout.write(f"{REPOSITORY_FOLDER / FILE}: {truth.cases:,} cases, {truth.events:,} rows\n")


if __name__ == "__main__":
    main(sys.argv[1:])
