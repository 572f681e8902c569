"""A git repository: commits, merges, reverts and tags, put to the tickets that they name.

The case of a commit is the ticket whose key its message bears (each of them, where it bears several); without a key it is the branch
that it came in by, as the merge names it. A commit of neither is left out and counted. Git keeps two times: when a change was
written (author) and when it came to lie where it lies (committer), which a rebase moves. A tag is a step of every case that has a
commit which no earlier tag holds. A repository is read whole each time, because history can be rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.importers.histories.values import instant
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, Tool, parts

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.repository import Repository
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.tool import Said

KEYS = r"[A-Z][A-Z0-9]+-\d+|#\d+"
REFS = ("--branches", "--remotes", "--tags")
LINKS = "%H%x1f%P%x1f%cI%x1f%B"
FORMAT = "%H%x1f%P%x1f%aN%x1f%aE%x1f%aI%x1f%cN%x1f%cE%x1f%cI%x1f%B"
TAGS = "%(refname:short)%00%(objectname)%00%(*objectname)%00%(creatordate:iso-strict)%00%(taggername)%00%(taggeremail)"
MERGED = re.compile(r"Merge (?:remote-tracking )?branch '([^']+)'|Merge pull request #\d+ from \S+?/(\S+)|Merged in (\S+)")  # fmt: skip


class Commit(NamedTuple):
    """One commit as git tells it."""

    sha: str
    parents: list[str]
    author: str
    author_mail: str
    authored_at: str
    committer: str
    committer_mail: str
    committed_at: str
    message: str


class Seen(NamedTuple):
    """What of a commit is held while the log is read: little, for there may be a million."""

    parents: tuple[str, ...]
    keys: tuple[str, ...]
    merged: str | None
    committed_at: str


@dataclass(frozen=True)
class Git(Tool):
    word: str = "git"
    title: str = "a git repository"
    settings: tuple[Setting, ...] = (
        Setting("path", "the folder of the repository, or of a bare one", "/srv/shop", is_needed=True, form="path"),
        Setting("keys", "what a ticket's key looks like, as a regular expression", r"SHOP-\d+", default=KEYS, form="pattern"),
        Setting("clock", "author: when a change was written; committer: when it came to lie where it lies", "committer",
                default="author", among=("author", "committer")),
        Setting("from_day", "read only what was committed on or after this day", "2026-01-01", form="day"),
    )  # fmt: skip
    is_whole: bool = True

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> Repository:
        from procmine.importers.fetching.repository import Repository

        return Repository(Path(settings.needed("path")).expanduser(), archive, said, name)

    def plan(self, client: Repository, settings: Settings, since: Since | None) -> Plan:
        found = int(client.told("rev-list", "--count", *REFS, *_bounds(settings)))
        history = "whole, but for what was rewritten" + (" and what a shallow clone lacks" if _is_shallow(client) else "")  # fmt: skip
        return Plan(f"{found:,} commits of {client.path}", None, 4, history)

    def fetch(self, client: Repository, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        """The log is gone through twice, and not held: first for how commits hang together, then for what each of them tells."""
        head = client.told("rev-parse", "--verify", "--quiet", "HEAD", may_fail=True).strip()
        asked = ("log", "-z", "--no-show-signature", *REFS, *_bounds(settings))
        seen = _seen(client.records(*asked, f"--format={LINKS}"), re.compile(settings.needed("keys")))
        cases = _cases(seen, head)
        begun: dict[str, str] = {}
        log = client.records(*asked, f"--format={FORMAT}")
        for part in parts(_told(log, cases, begun, settings)):
            client.keep("commits", part)
        tags = client.told("for-each-ref", "--sort=creatordate", f"--format={TAGS}", "refs/tags")
        for part in parts(_tagged(tags, seen, cases)):
            client.keep("tags", part)
        for part in parts(iter(begun.items())):
            client.keep("items", part)
        client.keep("repository", {"is_shallow": _is_shallow(client)})
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "commits":
            for sha, keys, activity, at, name, mail, attributes in page.body:
                _lay(
                    sha,
                    keys,
                    activity,
                    at,
                    rows.person(mail or name, name, is_bot=name.endswith("[bot]")),
                    attributes,
                    rows,
                )
        elif page.kind == "tags":
            for key, name, at, who, mail in page.body:
                person = rows.person(mail or who, who or None)
                rows.step(key, f"tag {name}", "Tag", ended_at=at, who=person, attributes={"Tag": name})
        elif page.kind == "items":
            for key, at in page.body:
                rows.item(key, created_at=at, seen_at=page.fetched_at)
        elif page.body["is_shallow"]:
            rows.note("shallow-clone", "The clone is shallow: what lies before it is not known.", "Fetch the rest: git fetch --unshallow.")  # fmt: skip


def _is_shallow(client: Repository) -> bool:
    return client.told("rev-parse", "--is-shallow-repository").strip() == "true"


def _bounds(settings: Settings) -> tuple[str, ...]:
    day = settings.one("from_day")
    return (f"--since={day}T00:00:00Z",) if day else ()


def _seen(log: Iterator[str], keys: re.Pattern[str]) -> dict[str, Seen]:
    """Of each commit what others of it are told by: what it names, what came before it, what it merged."""
    known: dict[str, str] = {}  # one text for each number, however often it is met
    seen = {}
    for told in log:
        sha, parents, at, message = told.lstrip("\n").split("\x1f", 3)
        before = tuple(known.setdefault(one, one) for one in parents.split())
        named = tuple(
            known.setdefault(one, one)
            for one in dict.fromkeys(met.group(0) for met in keys.finditer(message))
        )
        merged = MERGED.match(message) if len(before) > 1 else None
        seen[known.setdefault(sha, sha)] = Seen(
            before, named, next(filter(None, merged.groups())) if merged else None, at if merged else ""
        )
    return seen


def _cases(seen: Mapping[str, Seen], head: str) -> dict[str, tuple[str, ...]]:
    """The cases of each commit: the tickets that it names, else the branch that it came in by."""
    branches = _branches(seen, head)
    return {sha: one.keys or ((branches[sha],) if sha in branches else ()) for sha, one in seen.items()}


def _branches(seen: Mapping[str, Seen], head: str) -> dict[str, str]:
    """The branch of each commit that was merged. What lies on the first-parent line of HEAD came in by none.

    The oldest merge comes first: what it took in a later one does not take again.
    """
    trunk = set()
    while head in seen and head not in trunk:
        trunk.add(head)
        head = seen[head].parents[0] if seen[head].parents else ""
    merges = sorted(((sha, one) for sha, one in seen.items() if one.merged), key=lambda pair: (instant(pair[1].committed_at), pair[0]))  # fmt: skip
    found: dict[str, str] = {}
    for merge, one in merges:
        left = [merge, *one.parents[1:]] if merge in trunk else list(one.parents[1:])
        while left:
            sha = left.pop()
            if sha in found or sha not in seen or (sha in trunk and sha != merge):
                continue
            found[sha] = str(one.merged)
            left += seen[sha].parents if sha != merge else ()
    return found


def _told(log: Iterator[str], cases: Mapping[str, tuple[str, ...]], begun: dict[str, str], settings: Settings) -> Iterator[Any]:  # fmt: skip
    """What each commit tells, in the order of the log; `begun` is filled with when each case began.

    What was committed between the two readings of the log is told by the next sync.
    """
    for told in log:
        sha, parents, *more = told.lstrip("\n").split("\x1f", 8)
        commit = Commit(sha, parents.split(), *more)
        if sha not in cases:
            continue
        subject = commit.message.partition("\n")[0]
        activity = (
            "Merge" if len(commit.parents) > 1 else "Revert" if subject.startswith('Revert "') else "Commit"
        )
        attributes = {"Commit": sha[:12]}
        if not settings.one("pseudonyms"):
            attributes |= {
                "Subject": subject, "Committer": commit.committer, "Authored at": commit.authored_at, "Committed at": commit.committed_at,
            }  # fmt: skip
        at = commit.committed_at if settings.one("clock") == "committer" else commit.authored_at
        for key in cases[sha]:
            begun[key] = min(begun.get(key, at), at, key=_order)
        yield sha, cases[sha], activity, at, commit.author, commit.author_mail, attributes


def _order(told: str) -> Any:
    return instant(told)


def _lay(sha: str, keys: list[str], activity: str, at: str, who: str | None, told: Mapping[str, str], rows: Rows) -> None:  # fmt: skip
    for key in keys:
        rows.step(key, sha, activity, ended_at=at, who=who, attributes=told)
    if not keys:
        rows.note(
            "commits-of-no-case", "{count} that name no ticket and came in by no merged branch: left out.",
            "Say by `keys` what a ticket's key looks like.", count="commit",
        )  # fmt: skip


def _tagged(
    tags: str, seen: Mapping[str, Seen], cases: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Every tag, the oldest first: a step of the cases whose commits no earlier one held."""
    held: set[str] = set()
    for line in filter(None, tags.split("\n")):
        name, own, peeled, at, who, mail = line.split("\0")
        left, touched = [peeled or own], dict[str, None]()
        while left:
            sha = left.pop()
            if sha in held or sha not in seen:
                continue
            held.add(sha)
            touched |= dict.fromkeys(cases[sha])
            left += seen[sha].parents
        for key in touched:
            yield key, name, at, who, mail.strip("<>")


TOOL = Git()
