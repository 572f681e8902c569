"""XML as files of models hold it: read without anything from outside."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from procmine.errors import WrongOption


def parsed(source: Path | bytes) -> Any:
    """The root of an XML file or of its text; nothing outside it is looked up."""
    from lxml import etree

    path = named(source)
    try:
        return etree.parse(
            BytesIO(source) if isinstance(source, bytes) else source,
            etree.XMLParser(resolve_entities=False, no_network=True),
        ).getroot()
    except OSError as error:
        raise WrongOption(
            f"The file cannot be read: {error.strerror or error}.",
            path,
            "Give the path of a .bpmn or .pnml file.",
        ) from None
    except etree.XMLSyntaxError as error:
        raise WrongOption(
            f"The file is no XML: {error.msg}.", path, "Save the model anew in the tool it comes from."
        ) from None


def named(source: Path | bytes) -> str:
    """Where a model comes from, for a refusal."""
    return "the saved model" if isinstance(source, bytes) else str(source)


def tag_of(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]
