"""The process that mines models: started when it is first needed, stopped when it takes too long."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from procmine.errors import CannotAnswer, NotInstalled

MODULE = "procmine.discovery._pm4py"
STARTING = 120.0  # seconds that pm4py may take to load


class TookTooLong(Exception):
    """A miner was stopped at its time limit."""


class Miner:
    """One process, asked one thing at a time; after it was stopped the next question starts another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0
        self._answers: queue.Queue[str | None] = queue.Queue()

    def ask(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """The answer to one request; raises TookTooLong after `seconds`, not counting what pm4py takes to load."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            answer = self._said(request, seconds)
        if "error" in answer:
            raise CannotAnswer(
                f"The {request['miner']} miner found no model: {answer['error']}.",
                f"models(miner={request['miner']!r})",
                "Ask another miner, or narrow the log down.",
            )
        return answer

    def _start(self) -> None:
        if importlib.util.find_spec("pm4py") is None:
            raise NotInstalled(
                "The library that mines models is not installed.",
                "models()",
                'pip install "procmine[models]"',
            )
        # -P: no file of the folder one stands in is run in place of a library. The same hashes in each process: sets are walked in the
        # same order, so a log always gives the same model.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", env=os.environ | {"PYTHONHASHSEED": "0"},
        )  # fmt: skip
        self._answers = queue.Queue()
        threading.Thread(target=_read, args=(self._process, self._answers), daemon=True).start()
        atexit.register(self.stop)
        tiny = {"miner": "inductive", "sequences": [["a"]], "cases": [1], "noise": 0.0}
        self._said(tiny, STARTING)

    def _said(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        assert self._process is not None and self._process.stdin is not None
        self._asked += 1
        try:
            self._process.stdin.write(json.dumps({**request, "no": self._asked}) + "\n")
            self._process.stdin.flush()
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            raise TookTooLong from None
        except OSError:
            line = None
        except BaseException:  # whoever asked was interrupted: the answer on its way must not reach the next
            self.stop()
            raise
        if line is None:
            self.stop()
            return {"error": "the process that mines ended"}
        answer = json.loads(line)
        if answer.pop("no") != self._asked:
            self.stop()
            return {"error": "another answer came than was asked for"}
        return answer

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for end in (process.stdin, process.stdout):
                if end is not None:
                    end.close()


def _read(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
    try:
        for line in process.stdout or ():
            answers.put(line)
    except ValueError:  # closed while it was read
        pass
    answers.put(None)


miner = Miner()
