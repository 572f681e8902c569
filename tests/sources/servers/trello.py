"""Trello as its REST API documents it: lists, cards and actions of a board, actions newest first with `before` and `since`."""

from __future__ import annotations

from datetime import datetime

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

NAME, KEY, SECRET = "trello", "#{}", "TRELLO_TOKEN"
LIST_IDS = {name: f"{place:024x}" for place, name in enumerate(STATUSES, 1)}
PERSON_IDS = {name: f"{place + 50:024x}" for place, name in enumerate(PEOPLE)}


class Server:
    def __init__(self, office: Office, *, at_once: int = 4):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": url, "board": "iqXXzYEj", "api_key": "open-key", "done": "Closed"}

    def told(self, asked: Asked) -> Answer:
        if (
            asked.headers.get("authorization")
            != 'OAuth oauth_consumer_key="open-key", oauth_token="secret-key"'
        ):
            return Answer("invalid token", 401, {"Content-Type": "text/plain"})
        what = asked.path.removeprefix("/1/boards/iqXXzYEj/")
        if what == "lists":
            return Answer([{"id": LIST_IDS[name], "name": name, "closed": False} for name in STATUSES])
        if what == "members":
            return Answer(
                [{"id": PERSON_IDS[name], "fullName": PEOPLE[name], "username": name} for name in PEOPLE]
            )
        if what == "cards":
            assert asked.parameters["filter"] == "all"
            return Answer(self._page([_card(item) for item in self.office.items.values()], asked))
        return Answer(self._page([a for i in self.office.items.values() for a in _actions(i)], asked))

    def _page(self, told: list[dict], asked: Asked) -> list[dict]:
        """What was made last comes first; `since` and `before` are ids."""
        since, before = asked.parameters.get("since", ""), asked.parameters.get("before", "g")
        found = sorted(
            (one for one in told if since < one["id"] < before), key=lambda one: one["id"], reverse=True
        )
        return found[: min(self.at_once, int(asked.parameters["limit"]))]


def _id(at: str, number: int) -> str:
    return f"{int(datetime.fromisoformat(at).timestamp()):08x}{number:016x}"


def _card(item: Item) -> dict:
    return {
        "id": _id(item.created_at, item.number), "idShort": item.number, "name": f"Item {item.number}", "idList": LIST_IDS[item.status],
        "idMembers": [PERSON_IDS[item.assignee]] if item.assignee else [], "closed": False, "dateLastActivity": item.updated_at,
        "labels": [], "due": None, "shortUrl": "https://example.test",
    }  # fmt: skip


def _actions(item: Item) -> list[dict]:
    card = {"id": _id(item.created_at, item.number), "idShort": item.number}
    told = [
        {
            "type": "createCard",
            "id": _id(item.created_at, 1000 + item.number),
            "date": item.created_at,
            "data": {"card": card},
            "idMemberCreator": PERSON_IDS[item.creator],
        }
    ]
    for act in item.acts:
        entry = {
            "date": act.at,
            "idMemberCreator": PERSON_IDS[act.who],
            "memberCreator": {"fullName": PEOPLE[act.who]},
        }
        if act.field == "status":
            lists = {
                side: {"id": LIST_IDS[name], "name": name}
                for side, name in (("listBefore", act.old), ("listAfter", act.new))
            }
            told.append(
                entry
                | {"type": "updateCard", "id": _id(act.at, act.number * 10), "data": {"card": card, **lists}}
            )
            continue
        if act.old:
            told.append(
                entry
                | {
                    "type": "removeMemberFromCard",
                    "id": _id(act.at, act.number * 10),
                    "data": {"card": card, "idMember": PERSON_IDS[act.old]},
                }
            )
        told.append(
            entry
            | {
                "type": "addMemberToCard",
                "id": _id(act.at, act.number * 10 + 1),
                "data": {"card": card, "idMember": PERSON_IDS[act.new]},
            }
        )
    return told
