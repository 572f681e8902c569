"""Which bytes are which letters: a pass over the whole file, as a late byte breaks what a sample promised."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.files.staging import LONGEST_LINE
from procmine.importers.source import Note

CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Scan:
    """What one pass over a text file's bytes says; offsets are in bytes, None where nothing was met."""

    bytes: int
    lines: int
    has_quote: bool
    is_utf8: bool


def fingerprint(path: Path) -> str:
    """The sha256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wide_encoding(head: bytes) -> str | None:
    """The encoding of a file with two or four bytes a letter, told by its mark or its zero bytes."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return None if name == "utf-8" else name
    pairs = len(head) // 2
    if pairs < 4:
        return None
    zeros_first, zeros_second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if zeros_second > 0.4 * pairs and zeros_first < 0.05 * pairs:
        return "utf-16-le"
    if zeros_first > 0.4 * pairs and zeros_second < 0.05 * pairs:
        return "utf-16-be"
    return None


def scan(path: Path, where: str) -> Scan:
    """Read every byte once. Refuses zero bytes (no text has them) and a line beyond all measure."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size, lines, since_newline, tail = 0, 0, 0, b"\n"
    has_quote, is_utf8 = False, True
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise _binary(where, size + chunk.index(b"\0"))
            lines += chunk.count(b"\n")
            since_newline = _gap(chunk, since_newline, where)
            has_quote = has_quote or b'"' in chunk
            is_utf8 = is_utf8 and (_is_plain(decoder, chunk) or _decodes(decoder, chunk))
            size, tail = size + len(chunk), chunk[-4096:]
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    blank = max(tail[len(tail.rstrip(b"\r\n")) :].count(b"\n") - 1, 0)  # blank lines at the end are none
    return Scan(size, lines - blank + (tail[-1:] != b"\n"), has_quote, is_utf8)


def _is_plain(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    """Whether the chunk is ASCII and no letter hangs over from the last: three times faster than decoding."""
    return chunk.isascii() and not decoder.getstate()[0]


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _binary(where: str, offset: int) -> UnreadableSource:
    return UnreadableSource(
        "This is not text: it has zero bytes.",
        f"{where}, byte {offset:,}",
        "Export it again as CSV in UTF-8, or as Excel.",
    )


def _gap(chunk: bytes, since: int, where: str) -> int:
    """How many bytes the chunk's end lies behind the last end of line."""
    first = chunk.find(b"\n") if b"\n" in chunk else chunk.find(b"\r")
    if since + (len(chunk) if first < 0 else first) > LONGEST_LINE:
        raise UnreadableSource(
            f"One line is longer than {LONGEST_LINE >> 20} MB, so this is not a table of rows.",
            where,
            "Export it again with one row a line.",
        )
    return since + len(chunk) if first < 0 else len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))


def check_encoding(name: str) -> str:
    """`name` as Python spells it, when there is such an encoding."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise WrongOption(
            f"No encoding is called {name!r}.",
            "encoding",
            "Use for example utf-8, cp1252, utf-16 or shift_jis.",
        ) from None


def likely_encoding(path: Path) -> tuple[str, str]:
    """(encoding, how errors are met) of a file that is not UTF-8 throughout.

    A UTF-8 file with a few broken bytes stays UTF-8, the broken ones replaced. Text of a Western language has
    few accents, so few high bytes among its letters mean Windows-1252; many mean another script, which
    charset-normalizer tells from a sample of the lines that have them.
    """
    broken = good = high = letters = 0
    sample: list[bytes] = []
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            broken += text.count("\ufffd")
            plain = len(chunk.translate(None, _HIGH))
            high += len(chunk) - plain
            letters += len(chunk.translate(None, _NOT_LETTERS))
            good += len(text) - plain - text.count("\ufffd")
            if sum(map(len, sample)) < 1 << 18:
                sample += [line for line in chunk.split(b"\n") if not line.isascii()][:2000]
    if good > broken:
        return "utf-8", "replace"
    if high <= 0.3 * (high + letters) and decodes(path, "cp1252"):
        return "cp1252", "strict"
    return _guessed(path, b"\n".join(sample)[: 1 << 18])


_HIGH = bytes(range(128, 256))
_NOT_LETTERS = bytes(b for b in range(256) if not chr(b).isalpha() or b > 127)


def _guessed(path: Path, sample: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    for name in ("cp932", "euc_jp"):  # hiragana and katakana are written in no other encoding by chance
        if _share_of_kana(sample.decode(name, "ignore")) > 0.1 and decodes(path, name):
            return name, "strict"
    best = from_bytes(sample).best()
    guess = codecs.lookup(best.encoding).name if best else "cp1252"
    for name in (guess, "cp1252"):
        if decodes(path, name):
            return name, "strict"
    return guess, "replace"


def _share_of_kana(text: str) -> float:
    letters = [letter for letter in text if not letter.isascii()]
    return sum("\u3040" <= letter <= "\u30ff" for letter in letters) / max(len(letters), 1)


def decodes(path: Path, name: str) -> bool:
    """Whether the whole file is text in the encoding `name`."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def transcode(path: Path, target: Path, encoding: str, errors: str, where: str) -> int:
    """Write `path` as UTF-8 to `target`; how many broken places were replaced by U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    replaced = 0
    with path.open("rb") as file, target.open("wb") as out:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, not chunk)
            except UnicodeError as wrong:
                raise UnreadableSource(
                    f"The text is not {encoding}.", where, f"Give another encoding. ({wrong})"
                ) from None
            replaced += text.count("\ufffd")
            out.write(text.encode("utf-8", "replace"))
            if not chunk:
                return replaced


def encoding_note(encoding: str, replaced: int) -> Note:
    if replaced:
        message = f"{replaced:,} broken characters were replaced by \ufffd; read as {encoding}."
        return Note("encoding", "warning", message, 0, (), "Export it again as UTF-8, or give its encoding.")
    message = f"The file is not UTF-8; it was read as {encoding}."
    return Note("encoding", "info", message, 0, (), "Give another encoding if letters look wrong.")
