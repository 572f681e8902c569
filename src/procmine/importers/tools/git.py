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
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, Tool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.repository import Repository
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.tool import Said

KEYS = r"[A-Z][A-Z0-9]+-\d+|#\d+"
REFS = ("--branches", "--remotes", "--tags")
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


@dataclass(frozen=True)
class Git(Tool):
    word: str = "git"
    title: str = "a git repository"
    settings: tuple[Setting, ...] = (
        Setting("path", "the folder of the repository, or of a bare one", "/srv/shop", is_needed=True),
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
        log = client.told("log", "-z", "--no-show-signature", f"--format={FORMAT}", *REFS, *_bounds(settings))  # fmt: skip
        tags = client.told("for-each-ref", "--sort=creatordate", f"--format={TAGS}", "refs/tags")
        head = client.told("rev-parse", "--verify", "--quiet", "HEAD", may_fail=True).strip()
        client.keep("history", {"log": log, "tags": tags, "head": head, "is_shallow": _is_shallow(client)})
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        commits = {one.sha: one for one in _commits(page.body["log"])}
        cases = _cases(commits, page.body["head"], re.compile(settings.needed("keys")))
        for sha, keys in cases.items():
            _lay(commits[sha], keys, rows, settings)
        _tagged(page.body["tags"], commits, cases, rows)
        _items(commits, cases, page, rows, settings)
        if page.body["is_shallow"]:
            rows.note("shallow-clone", "The clone is shallow: what lies before it is not known.", "Fetch the rest: git fetch --unshallow.")  # fmt: skip


def _is_shallow(client: Repository) -> bool:
    return client.told("rev-parse", "--is-shallow-repository").strip() == "true"


def _bounds(settings: Settings) -> tuple[str, ...]:
    day = settings.one("from_day")
    return (f"--since={day}T00:00:00Z",) if day else ()


def _commits(log: str) -> Iterator[Commit]:
    for told in log.split("\0"):
        if told.strip():
            sha, parents, *more = told.lstrip("\n").split("\x1f", 8)
            yield Commit(sha, parents.split(), *more)


def _cases(commits: Mapping[str, Commit], head: str, keys: re.Pattern[str]) -> dict[str, list[str]]:
    """The cases of each commit: the tickets that it names, else the branch that it came in by."""
    branches = _branches(commits, head)
    cases = {}
    for sha, commit in commits.items():
        named = list(dict.fromkeys(met.group(0) for met in keys.finditer(commit.message)))
        cases[sha] = named or ([branches[sha]] if sha in branches else [])
    return cases


def _branches(commits: Mapping[str, Commit], head: str) -> dict[str, str]:
    """The branch of each commit that was merged. What lies on the first-parent line of HEAD came in by none.

    The oldest merge comes first: what it took in a later one does not take again.
    """
    trunk = set()
    while head in commits and head not in trunk:
        trunk.add(head)
        head = commits[head].parents[0] if commits[head].parents else ""
    merges = sorted((one for one in commits.values() if len(one.parents) > 1), key=lambda one: (instant(one.committed_at), one.sha))  # fmt: skip
    found: dict[str, str] = {}
    for merge in merges:
        met = MERGED.match(merge.message)
        if not met:
            continue
        name = next(filter(None, met.groups()))
        left = [merge.sha, *merge.parents[1:]] if merge.sha in trunk else list(merge.parents[1:])
        while left:
            sha = left.pop()
            if sha in found or sha not in commits or (sha in trunk and sha != merge.sha):
                continue
            found[sha] = name
            left += commits[sha].parents if sha != merge.sha else []
    return found


def _lay(commit: Commit, keys: list[str], rows: Rows, settings: Settings) -> None:
    if not keys:
        rows.note(
            "commits-of-no-case", "{count} that name no ticket and came in by no merged branch: left out.",
            "Say by `keys` what a ticket's key looks like.", count="commit",
        )  # fmt: skip
        return
    who = rows.person(commit.author_mail or commit.author, commit.author, is_bot=commit.author.endswith("[bot]"))  # fmt: skip
    subject = commit.message.partition("\n")[0]
    is_revert = subject.startswith('Revert "')
    activity = "Merge" if len(commit.parents) > 1 else "Revert" if is_revert else "Commit"
    told = {
        "Commit": commit.sha[:12], "Subject": subject, "Committer": commit.committer, "Authored at": commit.authored_at,
        "Committed at": commit.committed_at,
    }  # fmt: skip
    if settings.one("pseudonyms"):
        told = {"Commit": commit.sha[:12]}
    for key in keys:
        rows.step(key, commit.sha, activity, ended_at=_at(commit, settings), who=who, attributes=told)


def _at(commit: Commit, settings: Settings) -> str:
    return commit.committed_at if settings.one("clock") == "committer" else commit.authored_at


def _tagged(tags: str, commits: Mapping[str, Commit], cases: Mapping[str, list[str]], rows: Rows) -> None:
    """Every tag, the oldest first: a step of the cases whose commits no earlier one held."""
    held: set[str] = set()
    for line in filter(None, tags.split("\n")):
        name, own, peeled, at, who, mail = line.split("\0")
        left, touched = [peeled or own], dict[str, None]()
        while left:
            sha = left.pop()
            if sha in held or sha not in commits:
                continue
            held.add(sha)
            touched |= dict.fromkeys(cases[sha])
            left += commits[sha].parents
        person = rows.person(mail.strip("<>") or who, who or None)
        for key in touched:
            rows.step(key, f"tag {name}", "Tag", ended_at=at, who=person, attributes={"Tag": name})


def _items(
    commits: Mapping[str, Commit], cases: Mapping[str, list[str]], page: Page, rows: Rows, settings: Settings
) -> None:  # fmt: skip
    begun: dict[str, str] = {}
    for sha, keys in cases.items():
        for key in keys:
            at = _at(commits[sha], settings)
            begun[key] = min(begun.get(key, at), at, key=lambda told: instant(told) or page.fetched_at)
    for key, at in begun.items():
        rows.item(key, created_at=at, seen_at=page.fetched_at)


TOOL = Git()
