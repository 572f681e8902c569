"""Packed files: .gz and .zip, known by their first bytes, unpacked with an eye on bombs."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import IO

from procmine.errors import UnreadableSource

LARGEST = 20 << 30  # bytes unpacked
STEEPEST = 1_000  # bytes unpacked for one packed, once the unpacked ones exceed …
SUSPICIOUS = 1 << 30
CHUNK = 1 << 20

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


def unpacked(path: Path, room: Path, where: str, depth: int = 0) -> tuple[Path, str]:
    """(`path` itself or the file inside it, that file's name); what is packed twice is unpacked twice."""
    with path.open("rb") as file:
        head = file.read(4)
    if depth > 3:
        raise UnreadableSource("The file is packed more than three times over.", where, "Unpack it first.")
    if head.startswith(GZIP):
        target = room / f"unpacked-{depth}"
        with gzip.open(path) as packed:
            _copy(packed, target, path.stat().st_size, where)
        return unpacked(target, room, where, depth + 1)[0], where.removesuffix(".gz")
    if head in (ZIP, b"PK\x05\x06") and not is_workbook(path):
        name, target = _unzip(path, room / f"unpacked-{depth}", where)
        return unpacked(target, room, where, depth + 1)[0], name.removesuffix(".gz")
    return path, where


def is_workbook(path: Path) -> bool:
    """Whether a zip archive is an Excel or OpenDocument workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return bool(names & {"[Content_Types].xml", "xl/workbook.xml", "content.xml", "xl/workbook.bin"})


def _unzip(path: Path, target: Path, where: str) -> tuple[str, Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_member(archive, where)
            if member.flag_bits & 1:
                raise UnreadableSource(
                    "The zip archive has a password.", where, "Unpack it first, then import the file."
                )
            with archive.open(member) as packed:
                _copy(packed, target, max(member.compress_size, 1), where)
            return Path(member.filename).name, target
    except (zipfile.BadZipFile, NotImplementedError) as wrong:
        raise UnreadableSource(
            f"The zip archive cannot be read: {wrong}.", where, "Pack or copy it again."
        ) from None


def _only_member(archive: zipfile.ZipFile, where: str) -> zipfile.ZipInfo:
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
        and Path(member.filename).name[0] != "."
    ]
    if not members:
        raise UnreadableSource("The zip archive has no file in it.", where, "Pack the table again.")
    if len(members) > 1:
        shown = ", ".join(member.filename for member in members[:8]) + (" …" if len(members) > 8 else "")
        raise UnreadableSource(
            f"The zip archive has {len(members)} files: {shown}.",
            where,
            "Unpack it and import the one that is the log.",
        )
    return members[0]


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, packed_size: int, where: str) -> None:
    """Unpack chunk by chunk, and stop when the result is beyond all measure."""
    size = 0
    try:
        with target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > LARGEST or (size > SUSPICIOUS and size > STEEPEST * packed_size):
                    raise UnreadableSource(
                        f"Unpacked, it is larger than {size >> 30} GB: this looks like a decompression bomb.",
                        where,
                        "Unpack it yourself if you trust it, then import the file.",
                    )
                out.write(chunk)
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as wrong:
        raise UnreadableSource(
            f"The packed file is broken: {wrong}.", where, "Copy or download it again."
        ) from None
