"""XML as files of models hold it: read without anything from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procmine.errors import WrongOption


def parsed(path: Path) -> Any:
    """The root of an XML file; nothing outside the file is looked up."""
    from lxml import etree

    try:
        return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except OSError as error:
        raise WrongOption(
            f"The file cannot be read: {error.strerror or error}.",
            str(path),
            "Give the path of a .bpmn or .pnml file.",
        ) from None
    except etree.XMLSyntaxError as error:
        raise WrongOption(
            f"The file is no XML: {error.msg}.", str(path), "Save the model anew in the tool it comes from."
        ) from None


def tag_of(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]
