"""Alignments, fitness, precision and simplicity beside pm4py's, on models mined from real logs."""

from __future__ import annotations

import pytest

from procmine.discovery.mined import mined
from procmine.process_models import (
    Alignment,
    Behaviour,
    all_aligned,
    fitness,
    is_sound,
    precision,
    read_model,
    simplicity,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]  # pm4py takes a warning that is an error for a net that cannot end
MODELLED = [("Loan_Application", "given"), ("Procure_to_Pay", "split"), ("uci_servicenow_incidents", "inductive"), ("patients_bupar__events", "heuristics"), ("ibm_client_onboarding", "powl")]  # fmt: skip


@pytest.fixture(scope="module")
def pm4py():
    import pm4py

    return pm4py


@pytest.mark.parametrize(("name", "how"), MODELLED)
def test_they_are_the_same(pm4py, shared_logs, shared_data, tmp_path, name, how):
    from pm4py.objects.log.obj import Event, EventLog, Trace

    log = shared_logs[name]
    rows = log.rows("conformance", "deviations_sequences").head(25)
    cases = {tuple(row.activities): min(int(row.cases), 40) for row in rows.itertuples()}
    model = (
        read_model(shared_data / "logs" / f"{name}.bpmn")
        if how == "given"
        else mined(how, cases, noise=0.4, seconds=60)
    )
    behaviour = Behaviour(model.net)
    alignments = all_aligned(behaviour, cases, 100_000, 10_000_000)
    assert len(alignments) == len(cases)
    assert all(isinstance(one, Alignment) for one in alignments.values())

    model.to_pnml(tmp_path / "model.pnml")
    net, initial, final = pm4py.read_pnml(str(tmp_path / "model.pnml"))
    traces = [Trace([Event({"concept:name": one}) for one in names]) for names in cases]
    theirs = pm4py.conformance_diagnostics_alignments(EventLog(traces), net, initial, final)
    assert [one["cost"] // 10_000 for one in theirs] == [alignments[names].deviations for names in cases]

    repeated = EventLog(
        [trace for trace, many in zip(traces, cases.values(), strict=True) for _ in range(many)]
    )
    if is_sound(model.net):
        told = pm4py.fitness_alignments(repeated, net, initial, final)
        assert fitness(behaviour, cases, alignments) == pytest.approx(
            told["log_fitness"], abs=5e-4
        )  # theirs counts silent steps a little
        assert precision(behaviour, cases) == pytest.approx(
            pm4py.precision_alignments(repeated, net, initial, final), abs=1e-9
        )
    from pm4py.algo.evaluation.simplicity import algorithm

    assert simplicity(model.net) == pytest.approx(algorithm.apply(net))
