"""Working time: shifts, holidays and zones become the worked seconds between two instants, and due dates."""

from procmine.calendars.calendar import ALWAYS, Calendar, Shift
from procmine.calendars.mining import MINED, Evidence, evidence, mined
from procmine.calendars.phrase import calendar
from procmine.calendars.roster import Roster, checked_name, roster, tellable
from procmine.calendars.working import due_at, parameters, placed_on, worked_seconds

__all__ = [
    "ALWAYS",
    "MINED",
    "Calendar",
    "Evidence",
    "Roster",
    "Shift",
    "calendar",
    "checked_name",
    "due_at",
    "evidence",
    "mined",
    "parameters",
    "placed_on",
    "roster",
    "tellable",
    "worked_seconds",
]
