"""Small models written as text, for the tests of this room."""

import itertools

from procmine.process_models import Diagram, Element, Flow

KINDS = {"X": "exclusive", "A": "parallel", "O": "inclusive", "(": "start", ")": "end"}


def diagram(text):
    """`start > Draft > X1; X1 > Send > end; X1 > end`: flows between names; X1, A1 and O1 are gateways, start and end what they say."""
    elements, flows = {}, []
    for line in text.split(";"):
        names = [part.strip() for part in line.split(" > ")]
        for name in names:
            elements.setdefault(name, Element(name, kind(name), name if kind(name) == "task" else ""))
        for source, target in itertools.pairwise(names):
            flows.append(Flow(f"f{len(flows)}", source, target))
    return Diagram(tuple(elements.values()), tuple(flows))


def kind(name):
    if name in ("start", "end") or (name.startswith("end") and name[3:].isdigit()):
        return name[:5].rstrip("0123456789")
    return KINDS[name[0]] if name[0] in "XAO" and name[1:].isdigit() else "task"


LOAN = "start > Receive > A1; A1 > Credit > A2; A1 > Income > A2; A2 > X1; X1 > Grant > X2; X1 > Refuse > X2; X2 > end"
LOOP = "start > X1 > Draft > Review > X2; X2 > Mend > X1; X2 > Send > end"
EITHER = "start > O1; O1 > Phone > O2; O1 > Write > O2; O2 > Close > end"
