"""XML as files of models hold it: read without anything from outside."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from procmine.errors import WrongOption

LARGEST = 5_000_000  # bytes of a file
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(value: str) -> str:
    """The text without what is no part of XML: control letters, halves of letters."""
    return NOT_XML.sub("", value)


def parsed(source: Path | bytes) -> Any:
    """The root of an XML file or of its text; nothing outside it is looked up."""
    from lxml import etree

    path = named(source)
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LARGEST:
            raise WrongOption(
                f"The file holds {size:,} bytes.", path, f"A model of at most {LARGEST:,} bytes is read."
            )

        read = BytesIO(source) if isinstance(source, bytes) else str(source)
        tree = etree.parse(read, etree.XMLParser(resolve_entities=False, no_network=True))
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
    if tree.docinfo.doctype:
        raise WrongOption(
            "The file declares a document type, which models do not need.",
            path,
            "Save the model anew without its <!DOCTYPE …> line.",
        )
    return tree.getroot()


def named(source: Path | bytes) -> str:
    """Where a model comes from, for a refusal."""
    return "the saved model" if isinstance(source, bytes) else str(source)


def tag_of(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]
