"""The words of the command line that are not fixed: what is said of a source, and the options of a question."""

from __future__ import annotations

from typing import Any

import typer

from procmine.errors import WrongOption

# Flags that say something about a source; they are the options of an import by the words of the command line.
IMPORT_FLAGS = {
    "--case": "case", "--activity": "activity", "--start": "started_at", "--end": "ended_at", "--resource": "resource",
    "--lifecycle": "lifecycle", "--sequence": "sequence", "--zone": "zone", "--dates": "dates", "--complete-when": "complete_when",
    "--observed-from": "observed_from", "--extracted-at": "extracted_at", "--recipe": "recipe", "--sheet": "sheet",
    "--rows": "rows",
}  # fmt: skip


def taken(arguments: list[str], known: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The known flags among `arguments` by the names of their options, and what is left; a repeated flag makes a list."""
    found: dict[str, Any] = {}
    left: list[str] = []
    rest = iter(arguments)
    for word in rest:
        flag, is_joined, value = word.partition("=")
        if flag not in known:
            left.append(word)
            continue
        if not is_joined:
            try:
                value = next(rest)
            except StopIteration:
                raise typer.BadParameter(f"{flag} needs a value") from None
        name = known[flag]
        before = found.get(name)
        found[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    return found, left


def refuse_surplus(left: list[str]) -> None:
    if left:
        raise typer.BadParameter(f"not understood: {' '.join(left)}")


def typed(option: Any, text: Any) -> Any:
    """The text of a flag as the kind of value its option has by default."""
    if isinstance(option.default, (int, float)) and not isinstance(option.default, bool):
        try:
            return type(option.default)(text)
        except ValueError:
            raise WrongOption(
                f"{text!r} is not a number.", f"--{option.name}", f"Its default is {option.default}."
            ) from None
    return text
