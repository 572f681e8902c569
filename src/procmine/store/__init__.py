"""The catalogue, the immutable log versions, and the SQL that prepares a version."""

from __future__ import annotations

from procmine.store.catalogue import Catalogue
from procmine.store.completion import CompletionRule
from procmine.store.facts import LAYOUT
from procmine.store.happy_paths import ConfirmedPath, HappyPaths
from procmine.store.people import People, PeopleRules, account
from procmine.store.preparing import Circumstances, prepare
from procmine.store.scenarios import Scenario, Scenarios
from procmine.store.sources import Run, SavedSource, SavedSources
from procmine.store.survey import Survey, SurveyAnswer
from procmine.store.versions import Version, Writing, abandoned, write_version

__all__ = [
    "LAYOUT",
    "Catalogue",
    "Circumstances",
    "CompletionRule",
    "ConfirmedPath",
    "HappyPaths",
    "People",
    "PeopleRules",
    "Run",
    "SavedSource",
    "SavedSources",
    "Scenario",
    "Scenarios",
    "Survey",
    "SurveyAnswer",
    "Version",
    "Writing",
    "abandoned",
    "account",
    "prepare",
    "write_version",
]
