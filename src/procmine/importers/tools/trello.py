"""Trello: cards of boards with their actions, by its REST API or from a board that was exported as JSON.

The list that a card is on is its stage; an archived card is closed. Actions come newest first, a thousand at a time. Lists are
known by their ids, since they are renamed. A card that was copied or that came from another board tells nothing of its life
before. There are no rate headers: requests are spread so that the limits are not met.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, CLOSING, NOTHING, STAGE, STATUS, Value
from procmine.importers.tools.tool import OVERLAP, Plan, Setting, Settings, Since, WebTool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.exported import ExportedFile
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.forms import Fault

AT_ONCE = 1000
EXPORTED = 1000  # actions that an export of a board holds at most
A_MINUTE = 500  # 100 in ten seconds are allowed a token
ACTIONS = "createCard,copyCard,convertToCardFromCheckItem,emailCard,updateCard:idList,updateCard:closed,moveCardToBoard,addMemberToCard,removeMemberFromCard"
ARCHIVED = Value("archived", "Archived")


@dataclass(frozen=True)
class Trello(WebTool):
    word: str = "trello"
    title: str = "Trello"
    settings: tuple[Setting, ...] = (
        Setting("board", "the boards to read, by the id in their address", "iqXXzYEj", is_many=True),
        Setting("api_key", "the API key that the token was made with; it is no secret"),
        Setting(
            "file",
            "a board that was exported as JSON, in place of board and api_key",
            "board.json",
            form="path",
        ),
        Setting("url", "the address of the API", default="https://api.trello.com", form="address"),
    )
    secret: str | None = "TRELLO_TOKEN"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        said = f'OAuth oauth_consumer_key="{settings.one("api_key")}", oauth_token="{secret}"'
        return {"Authorization": said}

    def faults(self, settings: Settings) -> list[Fault]:
        missing = [name for name in ("board", "api_key") if not settings.one(name)]
        if not missing or settings.one("file"):
            return []
        return [(f"{' and '.join(missing)} must be said, or a file", "Say board and api_key, or file.")]

    def plan(self, client: Any, settings: Settings, since: Since | None) -> Plan:
        if settings.one("file"):
            cards = len(_exported(client)["cards"])
            return Plan(str(client.path), cards, 1, f"the last {EXPORTED} actions: an export holds no more")
        counted = [
            page for board in settings.many("board") for page in _cards(client, "count", board, fields="id")
        ]
        cards = sum(len(page.body) for page in counted)
        history = "whole for cards made on the board; cards that were copied or moved here begin with that"
        return Plan(
            f"boards {', '.join(settings.many('board'))}",
            cards,
            2 * len(settings.many("board")) + len(counted) + cards // 200,
            history,
        )

    def fetch(self, client: Any, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        if settings.one("file"):
            exported = _exported(client)
            for kind in ("lists", "members", "cards", "actions"):
                client.keep(kind, exported[kind])
            return {}
        newest = dict(since.cursor) if since else {}
        for board in settings.many("board"):
            client.get("lists", f"1/boards/{board}/lists", {"filter": "all"}, about=board, pace=A_MINUTE)
            client.get("members", f"1/boards/{board}/members", about=board, pace=A_MINUTE)
            for _ in _cards(client, "cards", board):
                pass
            asked = {"filter": ACTIONS, "limit": AT_ONCE, "since": _a_little_before(newest.get(board))}
            page = client.get("actions", f"1/boards/{board}/actions", asked, about=board, pace=A_MINUTE)
            if page.body:
                newest[board] = max(page.body[0]["id"], newest.get(board, ""))
            while page.body:  # until a page is empty: a server may tell fewer than it is asked for
                asked |= {"before": page.body[-1]["id"]}
                page = client.get("actions", f"1/boards/{board}/actions", asked, about=board, pace=A_MINUTE)
        return newest

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "lists":
            for one in page.body:
                rows.state(one["id"], one["name"], field=STAGE)
            rows.state(ARCHIVED.id, "Archived", "done", STATUS)
        elif page.kind == "members":
            for one in page.body:
                rows.person(one["id"], one.get("fullName") or one.get("username"))
        elif page.kind == "cards":
            for card in page.body:
                laid_card(card, page, rows, is_of_many=len(settings.many("board")) > 1)
        elif page.kind == "actions":
            for action in page.body:
                laid_action(action, rows)


def _cards(client: Any, kind: str, board: str, **asked: Any) -> Iterator[Page]:
    """All cards of a board, archived ones too: a thousand at most are told at once, those that were made last, so until none is left."""
    told = {"filter": "all", "limit": AT_ONCE, **asked}
    oldest = "g"  # after every id
    while True:
        page = client.get(kind, f"1/boards/{board}/cards", told, about=board, pace=A_MINUTE)
        last = min((card["id"] for card in page.body), default=oldest)
        if last >= oldest:
            return
        yield page
        oldest = last
        told = told | {"before": oldest}


def _a_little_before(action: str | None) -> str | None:
    """An id a little older than an action's: its first eight letters are the second, and an action may come to be told late."""
    return f"{int(action[:8], 16) - int(OVERLAP.total_seconds()):08x}{'0' * 16}" if action else None


def _exported(client: ExportedFile) -> dict[str, Any]:
    """A board as Trello exports it: all that is on it, and its last thousand actions."""
    try:
        client.requests += 1
        board: dict[str, Any] = json.loads(client.path.read_text(encoding="utf-8"))
        missing = [
            kind for kind in ("lists", "members", "cards", "actions") if not isinstance(board.get(kind), list)
        ]
    except ValueError as odd:
        raise client.unreadable(f"it is no JSON ({odd})") from None
    except AttributeError:
        raise client.unreadable("it holds no board") from None
    if missing:
        raise client.unreadable(f"it has no list of {missing[0]}")
    if len(board["actions"]) >= EXPORTED:
        client.said(
            f"{client.source}: the export holds {EXPORTED} actions, so older ones are missing; the API has them all"
        )
    return board


def laid_card(card: Mapping[str, Any], page: Page, rows: Rows, *, is_of_many: bool) -> None:
    """A card; its number counts on its board alone, so of several boards it is told with the board."""
    number = f"{page.about if is_of_many else ''}#{card['idShort']}" if "idShort" in card else None
    values = {
        STAGE: Value(card["idList"], None),
        CLOSING: ARCHIVED if card.get("closed") else NOTHING,
        "Labels": " ".join(
            sorted(one.get("name") or one.get("color") or "" for one in card.get("labels") or ())
        )
        or None,
        "Due": card.get("due"),
    }
    rows.item(
        card["id"], title=card.get("name"), created_at=_made_at(card["id"]), updated_at=card.get("dateLastActivity"),
        seen_at=page.fetched_at, url=card.get("shortUrl"), values=values, key=number,
    )  # fmt: skip
    rows.holding(card["id"], ASSIGNEE, [Value(one, None) for one in card.get("idMembers") or ()])


def laid_action(action: Mapping[str, Any], rows: Rows) -> None:
    """What an action changed: the list a card is on, whether it is archived, who is on it."""
    told, kind = action["data"], action["type"]
    if "card" not in told:
        return
    maker = action.get("memberCreator") or {}
    who = rows.person(action.get("idMemberCreator"), maker.get("fullName") or maker.get("username"))
    card, number, at, place = told["card"]["id"], action["id"], action["date"], int(action["id"][-12:], 16)
    if kind == "updateCard" and "listAfter" in told:
        old, new = (Value(told[side]["id"], told[side]["name"]) for side in ("listBefore", "listAfter"))
        rows.change(card, number, at, who, STAGE, old, new, place)
    elif kind == "updateCard" and "closed" in told.get("old", {}):
        is_closed = bool(told["card"].get("closed"))
        old, new = (NOTHING, ARCHIVED) if is_closed else (ARCHIVED, NOTHING)
        rows.change(card, number, at, who, CLOSING, old, new, place)
    elif kind in ("addMemberToCard", "removeMemberFromCard"):
        one = told.get("idMember") or (action.get("member") or {})["id"]
        rows.member(
            card, number, at, who, ASSIGNEE, Value(one, None), is_added=kind == "addMemberToCard", place=place
        )


def _made_at(number: str) -> datetime:
    """The first eight letters of an id are the second in which it was made."""
    return datetime.fromtimestamp(int(number[:8], 16), UTC)


TOOL = Trello()
