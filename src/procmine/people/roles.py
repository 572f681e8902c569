"""Which roles do people have, as their work shows?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.people.clusters import distances, grouped, silhouettes
from procmine.result import Result
from procmine.wording import counted, listed, share

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LEAST_PIECES = 10  # fewer pieces of work say nothing of a role
MOST_RESOURCES = 1000  # whose work is compared, each with each
LEADING = 0.25  # share of a role's work from which on an activity belongs to its name
NOTHING_IN_COMMON = 1 - 1e-9  # distance of two who share no activity
TOO_LITTLE = "(too little work)"


@dataclass(frozen=True, eq=False)
class Roles(Result):
    columns = {
        "resource": "who did the work",
        "role": "the group of like work, named by its leading activities; (too little work) for fewer than ten pieces",
        "pieces": "pieces of work",
        "top_activity": "what the resource does most",
        "top_share": "its share of the resource's work, 0..1",
        "silhouette": "how much nearer to its own role than to the next, −1..1; unknown with one role, 0 for a role of one",
        "second_role": "the nearest other role; empty where nothing is in common with any",
    }

    @property
    def headline(self) -> str:
        found = self.tables["roles"]
        little = int((self.frame.role == TOO_LITTLE).sum())
        few = f" {counted(little, 'resource')} did too little to say." if little else ""
        if len(found) < 2:
            what = "no role can be told apart" if len(found) else "nobody did enough work to tell"
            return (
                f"By the work that {counted(len(self.frame), 'resource does', 'resources do')}, {what}.{few}"
            )
        names = listed([f"{row.role} ({row.resources})" for row in found.itertuples()], most=4)
        unsure = int((self.frame.silhouette < 0).sum())
        doubt = f" {counted(unsure, 'resource is', 'resources are')} nearer to another." if unsure else ""
        seen = f"{counted(len(found), 'role')} show in the work of {counted(len(self.frame), 'resource')}"
        return f"{seen}, as a guess to be confirmed: {names}.{doubt}{few}"

    def figure(self) -> go.Figure:
        from procmine.figures import heatmap

        profile = self.tables["profiles"]
        names = {place: name for place, name in enumerate(self.tables["roles"].role)}
        places = {name: place for place, name in names.items()}
        drawn = profile.assign(place=profile.role.map(places)).dropna(subset="place")
        figure = heatmap(
            drawn,
            x="activity",
            y="place",
            value="share",
            title=self.headline,
            axis="share of the role's work",
            y_names=names,
        )
        return figure.update_xaxes(tickangle=-40)

    def as_mapping(self) -> dict[str, str]:
        """Each resource with its role, to be looked through and given to `ws.confirm_roles`; without those of too little work."""
        known = self.frame[self.frame.role != TOO_LITTLE]
        return dict(zip(known.resource, known.role, strict=True))


def roles(log: EventLog) -> Roles:
    """Which roles do people have, as their work shows?

    Two resources are alike when they do the same activities in the same proportions: the Hellinger distance of their
    profiles (0 the same, 1 nothing in common). They are joined by average linkage into as many groups, from 2 to 20, as have
    the greatest mean silhouette. Where that is below 0.25, or a log in which everybody draws from the same work would do as
    well in more than 5 of 100 cases, there is one role; where no two do anything alike (all distances beyond 0.9), each has
    their own. A role is named by the activities that make up a quarter of its work, else by the commonest. Resources with
    fewer than 10 pieces are left apart. Roles are a guess: look them through, then keep them with
    `ws.confirm_roles("log", pm.roles(log).as_mapping())`, and ask `by="role"`.
    Table `roles`: role, resources, pieces, activities. Table `profiles`: the share of each activity in each role's work.
    Table `observations`: how often each resource did each activity.
    Source: organisational mining, Song and van der Aalst (2008); silhouette, Rousseeuw (1987).
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who has which role is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    if log.facts["resources"] > MOST_RESOURCES:
        raise CannotAnswer(
            f"The log names {log.facts['resources']:,} resources; up to {MOST_RESOURCES:,} are compared with each other.",
            f"log {log.name}",
            "Confirm roles by an attribute instead: ws.confirm_roles(…, by='team').",
        )
    if log.view.screen:
        raise CannotAnswer(
            "Who does like work is told person by person, and this workspace names roles only.",
            f"log {log.name}",
            "Confirm roles by an attribute (procmine people confirm LOG --by team), or unlock individuals for a purpose.",
        )
    answer = log.ask("people", "roles")
    if answer.frame.empty:
        raise CannotAnswer(
            "No work of this view names a resource.", f"log {log.name}", "Ask with other filters."
        )
    done = answer.frame.pivot(index="resource", columns="activity", values="pieces").fillna(0)
    enough = done[done.sum(axis=1) >= LEAST_PIECES]
    role_of = _named(enough)
    frame = _frame(done, enough, role_of)
    tables = {**_tables(done, role_of), "observations": answer.frame}
    return Roles.of(log, answer, frame, tables=tables)


def _named(enough: pd.DataFrame) -> dict[str, str]:
    """Each resource that did enough work with the name of its role."""
    if enough.empty:
        return {}
    labels, _, _ = grouped(enough.to_numpy())
    names: dict[int, str] = {}
    by_size = enough.sum(axis=1).groupby(labels).sum().sort_values(ascending=False).index
    for label in by_size:
        names[label] = _name(enough[labels == label].sum(), set(names.values()))
    return {resource: names[label] for resource, label in zip(enough.index, labels, strict=True)}


def _name(work: pd.Series, taken: set[str]) -> str:
    """The leading activities; more of them, or a number, where another role is called so already."""
    ranked = work[work > 0].sort_values(ascending=False, kind="stable")
    leading = max(1, min(2, int((ranked / ranked.sum() >= LEADING).sum())))
    for count in range(leading, min(leading + 2, len(ranked)) + 1):
        name = " + ".join(ranked.index[:count])
        if name not in taken:
            return name
    name = " + ".join(ranked.index[:leading])
    return next(f"{name} ({n})" for n in range(2, len(taken) + 3) if f"{name} ({n})" not in taken)


def _frame(done: pd.DataFrame, enough: pd.DataFrame, role_of: dict[str, str]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    totals = done.sum(axis=1)
    frame = pd.DataFrame(
        {
            "resource": done.index,
            "role": [role_of.get(resource, TOO_LITTLE) for resource in done.index],
            "pieces": totals.astype(int).to_numpy(),
            "top_activity": done.idxmax(axis=1).to_numpy(),
            "top_share": (done.max(axis=1) / totals).to_numpy(),
            "silhouette": np.nan,
            "second_role": None,
        }
    )
    if len(set(role_of.values())) > 1:
        apart = distances((enough.to_numpy().T / enough.sum(axis=1).to_numpy()).T)
        labels = np.array([role_of[resource] for resource in enough.index])
        place = {resource: row for row, resource in enumerate(enough.index)}
        width = silhouettes(apart, labels)
        frame["silhouette"] = [width[place[name]] if name in place else np.nan for name in frame.resource]
        frame["second_role"] = [
            _next(apart[place[name]], labels, role_of[name]) if name in place else None
            for name in frame.resource
        ]
    size = frame.groupby("role").pieces.transform("sum")
    order = frame.assign(size=size, is_little=frame.role == TOO_LITTLE)
    kept = order.sort_values(
        ["is_little", "size", "role", "pieces", "resource"], ascending=[True, False, True, False, True]
    )
    return kept.drop(columns=["size", "is_little"]).reset_index(drop=True)


def _next(apart: np.ndarray, labels: np.ndarray, own: str) -> str | None:
    """The nearest other role; none where nothing is in common with any."""
    means = {role: apart[labels == role].mean() for role in set(labels) if role != own}
    nearest = min(means, key=lambda role: (means[role], role))
    return str(nearest) if means[nearest] < NOTHING_IN_COMMON else None


def _tables(done: pd.DataFrame, role_of: dict[str, str]) -> dict[str, pd.DataFrame]:
    import pandas as pd

    of_role = done.loc[list(role_of)].groupby(role_of).sum() if role_of else done.iloc[:0]
    of_role = of_role.loc[of_role.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    people = pd.Series(role_of).value_counts()
    rows = []
    for role, work in of_role.iterrows():
        shares = (work / work.sum()).sort_values(ascending=False, kind="stable")
        told = ", ".join(f"{activity} {share(part)}" for activity, part in shares[shares > 0.05].items())
        rows.append((role, int(people[role]), int(work.sum()), told))
    shares = of_role.div(of_role.sum(axis=1), axis=0)
    shares.index.name = "role"
    return {
        "roles": pd.DataFrame(rows, columns=["role", "resources", "pieces", "activities"]),
        "profiles": shares.reset_index().melt(id_vars="role", var_name="activity", value_name="share"),
    }
