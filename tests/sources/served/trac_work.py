"""Work in a Trac environment through Trac's own ticket model: `python trac_work.py ENVIRONMENT`, a JSON list of acts on stdin.

An act: {"ticket": 1, "at": "2026-03-01T08:00:00+00:00", "who": "ada", "set": {"status": "assigned", "owner": "ben"}}; a ticket that is
not there yet is made.
"""

import json
import sys
from datetime import datetime

from trac.env import open_environment
from trac.ticket.model import Ticket

environment = open_environment(sys.argv[1])
for act in json.load(sys.stdin):
    at = datetime.fromisoformat(act["at"])
    if act.get("is_new"):
        ticket = Ticket(environment)
        ticket.populate({"reporter": act["who"], "status": "new", **act["set"]})
        assert ticket.insert(when=at) == act["ticket"]
    else:
        ticket = Ticket(environment, act["ticket"])
        for name, value in act["set"].items():
            ticket[name] = value
        ticket.save_changes(author=act["who"], comment=act.get("comment", ""), when=at)
