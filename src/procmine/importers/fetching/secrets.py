"""Where the key of a source lies: in the environment or in the keyring, never in the workspace.

A source keeps only the place: `env:JIRA_TOKEN`, or `keyring:procmine/jira` (service / user).
"""

from __future__ import annotations

import os

from procmine.errors import NotInstalled, SourceProblem, WrongOption

HOW = "Write env:NAME for a variable of the environment, or keyring:service/user."


def checked_place(place: str) -> str:
    """The place of a secret as it may be kept. Raises WrongOption for anything else, without repeating what may be the secret."""
    kind, _, rest = place.strip().partition(":")
    if kind == "env" and rest.isidentifier():
        return f"env:{rest}"
    if kind == "keyring" and all(rest.partition("/")[::2]):
        return f"keyring:{rest}"
    raise WrongOption(
        "The place of the secret cannot be read. A secret itself is never kept in a workspace.", "secret", HOW
    )


def secret_at(place: str, source: str) -> str:
    """The secret. Raises SourceProblem where there is none, NotInstalled where the keyring is not."""
    kind, _, rest = checked_place(place).partition(":")
    found = os.environ.get(rest) if kind == "env" else _of_keyring(*rest.split("/", 1))
    if not found:
        where = f"the variable {rest}" if kind == "env" else f"the keyring, at {rest}"
        cure = f"export {rest}=…" if kind == "env" else f"keyring set {' '.join(rest.split('/', 1))}"
        raise SourceProblem(f"There is no key in {where}.", f"source {source}", f"Put it there: {cure}")
    return found.strip()


def _of_keyring(service: str, user: str) -> str | None:
    try:
        import keyring
    except ImportError:
        raise NotInstalled(
            "The keyring is not installed.", f"keyring:{service}/{user}", "pip install 'procmine[keyring]'"
        ) from None
    return keyring.get_password(service, user)
