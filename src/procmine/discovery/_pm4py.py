"""The one place that imports pm4py: a process of its own that mines models from sequences of activities.

Each line read is a request, each line written its answer, as JSON. It is kept apart because pm4py takes seconds to load, a miner can
only be stopped from outside, and its licence (AGPL-3.0) is another than procmine's.
"""

from __future__ import annotations

import json
import sys
from typing import Any

MOST_CASES = 20_000  # miners walk cases one by one: of more the counts are scaled down


def serve() -> None:
    """Answers requests until nothing more comes."""
    out, sys.stdout = sys.stdout, sys.stderr  # what pm4py prints must not mix with the answers
    for line in sys.stdin:
        request = json.loads(line)
        number = request.pop("no")
        try:
            answer = _mined(**request)
        except Exception as error:  # whatever a miner stumbles over is told, and the next is asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps({**answer, "no": number}) + "\n")
        out.flush()


def _mined(miner: str, sequences: list[list[str]], cases: list[int], noise: float) -> dict[str, Any]:
    import pm4py

    log, tree = _cases(sequences, cases), None
    match miner:
        case "inductive":
            tree = pm4py.discover_process_tree_inductive(log, noise_threshold=noise)
            found = pm4py.convert_to_bpmn(tree)
        case "powl":
            found = pm4py.convert_to_bpmn(*pm4py.convert_to_petri_net(pm4py.discover_powl(log)))
        case "split":
            found = pm4py.discover_bpmn_split_miner(log, eta=noise)
        case _:
            net = pm4py.discover_petri_net_heuristics(log, dependency_threshold=max(0.5, 1 - noise))
            found = pm4py.convert_to_bpmn(*net)
    return {**_graph(found), "tree": None if tree is None else _written(tree)}


def _cases(sequences: list[list[str]], cases: list[int]) -> Any:
    """A log of as many cases as are counted; those that follow the same sequence are one and the same object."""
    from pm4py.objects.log.obj import Event, EventLog, Trace

    scale = min(1.0, MOST_CASES / max(1, sum(cases)))
    log = EventLog()
    for sequence, many in zip(sequences, cases, strict=True):
        trace = Trace([Event({"concept:name": name}) for name in sequence])
        log._list.extend([trace] * max(1, round(many * scale)))
    return log


def _graph(found: Any) -> dict[str, Any]:
    kinds = {
        "Start": "start",
        "End": "end",
        "Task": "task",
        "ExclusiveGateway": "exclusive",
        "ParallelGateway": "parallel",
        "InclusiveGateway": "inclusive",
    }
    elements = []
    for node in found.get_nodes():
        kind = next(told for name, told in kinds.items() if name in type(node).__name__)
        elements.append(
            {"id": str(node.get_id()), "kind": kind, "name": node.get_name() if kind == "task" else ""}
        )
    flows = [[str(flow.get_source().get_id()), str(flow.get_target().get_id())] for flow in found.get_flows()]
    return {"elements": elements, "flows": flows}


def _written(tree: Any) -> Any:
    """A process tree as nested lists: an operator and its parts; a name, or nothing for a silent step."""
    if tree.operator is None:
        return tree.label
    return [tree.operator.name.lower(), *map(_written, tree.children)]


if __name__ == "__main__":
    serve()
