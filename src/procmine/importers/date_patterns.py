"""How an instant may be written, and the SQL that reads each way of writing it.

A text such as `3/4/2026 9:05 pm` has a *layout*: which fields, which separators. A layout of three bare
numbers is *open*: whether the day or the month comes first is decided by the whole column, never here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]

# EN, DE, FR, ES; abbreviations too. `mar` is March, since nobody writes a weekday alone in its place.
MONTHS = {
    1: "january jan januar jänner janvier janv enero ene",
    2: "february feb februar février fevrier févr fevr fév fev febrero",
    3: "march mar märz maerz mär mrz mars marzo",
    4: "april apr avril avr abril abr",
    5: "may mai mayo",
    6: "june jun juni juin junio",
    7: "july jul juli juillet juil julio",
    8: "august aug août aout agosto ago",
    9: "september sep sept septembre septiembre",
    10: "october oct oktober okt octobre octubre",
    11: "november nov novembre noviembre",
    12: "december dec dezember dez décembre decembre déc diciembre dic",
}
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom"
)
_MONTH_OF = {word: number for number, words in MONTHS.items() for word in words.split()}


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def tidied(text: str) -> str:
    """SQL that writes `text` plainly: lower case, a month's name as `m04`, no weekday, no filler words."""
    months = _any(list(_MONTH_OF))
    table = ", ".join(f"'{word}': 'm{number:02d}'" for word, number in _MONTH_OF.items())
    sql = f"lower(trim({text}))"
    sql = f"regexp_replace({sql}, '^({_any(WEEKDAYS.split())})\\.?,? +', '')"
    sql = f"regexp_replace({sql}, '(^| )(de|del|um|uhr|at|à)( |$)', ' ', 'g')"
    sql = f"regexp_replace({sql}, '([ap])\\. ?m\\.?$', '\\1m')"
    sql = f"regexp_replace({sql}, '(:[0-9]{{2}}),([0-9]+)', '\\1.\\2')"
    sql = f"regexp_replace({sql}, '([0-9])(st|nd|rd|th|er)\\b', '\\1')"
    sql = f"replace(replace(replace({sql}, '年', '-'), '月', '-'), '日', ' ')"
    sql = f"regexp_replace(regexp_replace({sql}, ' ?(utc|gmt)$', 'z'), ' +', ' ', 'g')"
    word = f"regexp_extract({sql}, '(?:^|[^\\pL])({months})(?:[^\\pL]|$)', 1)"
    return f"trim(replace({sql}, coalesce(nullif({word}, ''), '?'), coalesce(map {{{table}}}[{word}], '?')))"


def _sound(instant: str) -> str:
    """Only years of four digits: else 3/4/26 is read as the year 26, and 24-01-02 as the year 24."""
    return f"case when {instant} between '1000-01-01' and '9999-12-31 23:59:59.999999' then {instant} end"


@dataclass(frozen=True)
class Pattern:
    """One way of writing an instant."""

    kind: Literal["typed", "iso", "written", "serial", "epoch"]
    format: str = ""
    has_offset: bool = False
    is_tidied: bool = False
    is_guarded: bool = True  # False where every row is known to be written this way

    def sql(self, text: str) -> str:
        """SQL of the TIMESTAMP that `text` says: in UTC with an offset, else as the clock on the wall."""
        match self.kind:
            case "typed":
                return f"timezone('UTC', {text})" if self.has_offset else f"{text}::timestamp"
            case "iso":
                return self._iso(text)
            case "serial":  # days since 30 December 1899, to the second: a sheet's fractions are no finer
                days = f"case when regexp_full_match({text}, '{SERIAL}') then try_cast({text} as double) end"
                return f"timestamp '1899-12-30' + to_seconds(round(({days}) * 86400)::bigint)"
            case "epoch":
                digits, unit = EPOCHS[self.format]
                number = f"case when regexp_full_match({text}, '{digits}') then {text} end"
                return f"make_timestamp((try_cast({number} as decimal(30, 6)) * {unit})::bigint)"
        return self._written(text)

    def _written(self, text: str) -> str:
        read = f"try_strptime({tidied(text) if self.is_tidied else text}, '{self.format}')"
        read = f"timezone('UTC', {read})" if self.format.endswith("%z") else f"{read}::timestamp"
        return _sound(read) if "%Y" in self.format else read

    def _iso(self, text: str) -> str:
        read = (
            f"timezone('UTC', try_cast({text} as timestamptz))"
            if self.has_offset
            else f"try_cast({text} as timestamp)"
        )
        if not self.is_guarded:
            return read
        is_zoned = f"{'' if self.has_offset else 'not '}regexp_matches({text}, '{OFFSET}')"
        return f"case when {is_zoned} then {_sound(read)} end"

    def named(self) -> str:
        """The pattern for people: `dd/mm/yyyy HH:MM`."""
        plain = {
            "typed": "a typed instant",
            "iso": "yyyy-mm-dd HH:MM:SS",
            "serial": "a spreadsheet's day number",
        }
        if self.kind in plain:
            return plain[self.kind] + (" with offset" if self.has_offset and self.kind == "iso" else "")
        if self.kind == "epoch":
            return f"{self.format} since 1970"
        text = self.format.replace("m%m", "month name")
        for code, word in _NAMED.items():
            text = text.replace(code, word)
        return text


_NAMED = {
    "%d": "dd", "%m": "mm", "%Y": "yyyy", "%y": "yy", "%H": "HH", "%I": "hh", "%M": "MM",
    "%S": "SS", "%f": "ffffff", "%n": "fffffffff", "%p": "AM/PM", "%z": "+hh:mm",
}  # fmt: skip
# An offset follows a time of day, so that the day in 2026-01-02 is not taken for one.
FOUR_DIGITS = "^[0-9]{4}[-/]"
OFFSET = r"(:[0-9]{2}(\.[0-9]+)? ?[+-][0-9]{2}(:?[0-9]{2})?|[A-Za-z])$"
SERIAL = r"[2-7][0-9]{4}(\.[0-9]+)?"
EPOCHS = {  # digits, and what one unit is in microseconds
    "seconds": (r"[0-9]{9,10}(\.[0-9]+)?", "1000000"),
    "milliseconds": (r"[0-9]{12,13}", "1000"),
    "microseconds": (r"[0-9]{15,16}", "1"),
    "nanoseconds": (r"[0-9]{18,19}", "0.001"),
}

_TIME = (
    r"(?P<gap> ?[Tt] ?|,? +(?:- )?|,)(?P<hour>\d{1,2})(?P<colon>[:.h])(?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:\.(?P<fraction>\d{1,9}))?)?(?P<half> ?[AaPp][Mm])?"
)
_OFFSET = r"(?P<zone> ?(?:[Zz]|[+-]\d{2}:?\d{2}|[+-]\d{2}))?"
# Each date, and its format: {1} {2} are the separators found, <A> <B> <C> numbers whose order is open.
_DATES = {
    r"(?P<year>\d{4})(?P<s1>[-/. ])\d{1,2}(?P<s2>[-/. ])\d{1,2}": "%Y {1} %m {2} %d",
    r"\d{1,2}(?P<s1>[-/.]|\. ?| )\d{1,2}(?P<s2>[-/.]|\. ?| )(?P<year>\d{4}|\d{2})": "<A> {1} <B> {2} <C>",
    r"\d{1,2}(?P<s1>[-/. ,]{0,2})m\d{2}(?P<s2>[-/. ,]{0,2})(?P<year>\d{4}|\d{2})": "%d {1} m%m {2} %y",
    r"m\d{2}(?P<s1>[-/. ,]{0,2})\d{1,2}(?P<s2>[-/. ,]{1,2})(?P<year>\d{4}|\d{2})": "m%m {1} %d {2} %y",
    r"(?P<year>\d{4})(?P<s1>[-/. ,]{0,2})m\d{2}(?P<s2>[-/. ,]{0,2})\d{1,2}": "%Y {1} m%m {2} %d",
}
_LAYOUTS = [(re.compile(f"{date}(?:{_TIME}{_OFFSET})?"), parts.split(" ")) for date, parts in _DATES.items()]
_COMPACT = re.compile(
    r"(?:19|20|99)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"(?P<time>(?P<t>[Tt ]?)(?P<hm>(?:[01]\d|2[0-3])[0-5]\d)(?P<s>[0-5]\d)?(?P<z>[Zz])?)?"
)


@dataclass(frozen=True)
class Layout:
    """The fields of one written instant; `order` is empty where the numbers alone do not tell it."""

    parts: tuple[str, ...]  # the format, with A B C for the three open numbers
    has_offset: bool = False
    is_tidied: bool = False

    @property
    def is_open(self) -> bool:
        return "<A>" in self.parts

    @property
    def orders(self) -> tuple[Order, ...]:
        if not self.is_open:
            return ()
        return ("dmy", "mdy", "ymd") if "<C2>" in self.parts else ("dmy", "mdy")

    def pattern(self, order: str = "") -> Pattern:
        """The pattern of this layout when its open numbers are read in `order`."""
        text = "".join(self.parts)
        if self.is_open:
            year = "%y" if "<C2>" in self.parts else "%Y"
            code = {"d": "%d", "m": "%m", "y": year}
            for slot, letter in zip(("<A>", "<B>", "<C2>" if year == "%y" else "<C4>"), order, strict=True):
                text = text.replace(slot, code[letter])
        return Pattern("written", text, self.has_offset, self.is_tidied)


def layout_of(text: str, is_tidied: bool = False) -> Layout | Pattern | None:
    """How `text` is written; None where it is no instant that is known here."""
    for name, (digits, _) in EPOCHS.items():
        if re.fullmatch(digits, text) and not _COMPACT.fullmatch(text):
            return Pattern("epoch", name, has_offset=True)
    if re.fullmatch(SERIAL, text):
        return Pattern("serial")
    if found := _COMPACT.fullmatch(text):
        return _compact(found, is_tidied)
    for layout, parts in _LAYOUTS:
        if found := layout.fullmatch(text):
            return _written(found.groupdict(), parts, is_tidied)
    return None


def _compact(found: re.Match[str], is_tidied: bool) -> Layout:
    parts = "%Y%m%d"
    if found["time"]:
        parts += f"{found['t']}%H%M" + ("%S" if found["s"] else "") + (found["z"] or "")
    return Layout((parts,), bool(found["z"]), is_tidied)


def _written(field: dict[str, str | None], parts: list[str], is_tidied: bool) -> Layout:
    is_long = len(field["year"] or "") == 4
    found = {
        "{1}": field["s1"],
        "{2}": field["s2"],
        "%y": "%Y" if is_long else "%y",
        "<C>": "<C4>" if is_long else "<C2>",
    }
    zone = field["zone"] or ""
    return Layout(
        (*(found.get(part, part) or "" for part in parts), *_time(field, zone)), bool(zone), is_tidied
    )


def _time(field: dict[str, str | None], zone: str) -> tuple[str, ...]:
    if not field.get("hour"):
        return ()
    colon = field["colon"] or ":"
    parts = [field["gap"] or " ", "%I" if field["half"] else "%H", colon, "%M"]
    if field["second"]:
        parts += [":" if colon == "h" else colon, "%S"]
    if field["fraction"]:
        parts += [".", "%f" if len(field["fraction"]) <= 6 else "%n"]
    if field["half"]:
        parts.append(" %p" if field["half"].startswith(" ") else "%p")
    mark = zone.strip()
    tail = mark if mark.lower() == "z" else "%z"
    return (*parts, (" " if zone.startswith(" ") else "") + tail) if zone else tuple(parts)
