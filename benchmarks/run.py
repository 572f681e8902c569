"""Import and questions beside the peers, in one run: `make bench`."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_log import make_log

HERE = Path(__file__).parent
UV = HERE.parent / ".tools" / "uv" / "bin" / "uv"
PEERS_TO_ASK = os.environ.get("PEERS", "pm4py pl4pm r4pm").split()
PACKAGES = {"pm4py": ["pm4py", "pyarrow"], "pl4pm": ["pl4pm"], "r4pm": ["r4pm", "polars", "pyarrow"]}
LIMIT_SECONDS = 600
TARGETS = {"map with times": 10, "variants": 4, "handovers": 4, "durations": 1, "a new filter's map": 4}
LIMITS = {  # seconds at ten million events, on two cores
    "map with times": 0.3, "variants": 0.3, "durations": 0.3, "a new filter's map": 0.8, "then waiting_time": 0.3,
    "then cycle_time": 0.3, "workload": 0.5, "handovers": 0.5, "utilisation": 1.0,
}  # fmt: skip


def environment(peer: str) -> Path:
    """A virtual environment that holds the peer and nothing of ours."""
    folder = HERE / "environments" / peer
    made = folder / f"made-{'-'.join(PACKAGES[peer])}"  # another list of packages makes it anew
    if not made.exists():
        subprocess.run([UV, "venv", "-q", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run(
            [UV, "pip", "install", "-q", "--python", folder / "bin" / "python", *PACKAGES[peer]], check=True
        )
        made.touch()
    return folder / "bin" / "python"


def asked(python: Path | str, script: str, log: Path, times: int) -> dict[str, float] | str:
    try:
        told = subprocess.run(
            [python, HERE / "peers" / f"ask_{script}.py", log, str(times)], capture_output=True, text=True, timeout=LIMIT_SECONDS,
            env={**os.environ, "PROCMINE_CACHE": "0"}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "too long"
    if told.returncode:
        return "failed: " + (told.stderr.strip().splitlines() or ["no word"])[-1][:120]
    return json.loads(told.stdout.strip().splitlines()[-1])


def timed(code: str, *words: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


BARE = "import duckdb, sys; duckdb.connect(sys.argv[2]).execute('create table t as select * from read_csv(?, all_varchar=true)', [sys.argv[1]])"
IMPORT = "import sys, procmine as pm; pm.open(sys.argv[2]).read(sys.argv[1], name='log')"


def size_run(events: int, room: Path) -> list[dict[str, object]]:
    csv_file, parquet = make_log(events, HERE / "data")
    times = 3 if events <= 10**6 else 1
    workspace = room / "workspace"
    bare = min(timed(BARE, str(csv_file), str(room / f"bare-{i}.duckdb")) for i in range(2))
    took = timed(IMPORT, str(csv_file), str(workspace))
    from_parquet = timed(IMPORT, str(parquet), str(room / "from-parquet"))
    print(
        f"\n{events:,} events\n  import of CSV {took:.1f} s = {took / bare:.1f} × a bare read ({bare:.1f} s); of Parquet {from_parquet:.1f} s"
    )
    ours = asked(sys.executable, "procmine", workspace, times)
    assert isinstance(ours, dict), ours
    peers = {peer: asked(environment(peer), peer, parquet, times) for peer in PEERS_TO_ASK}
    rows: list[dict[str, object]] = [
        {"events": events, "what": "import CSV", "procmine": took, "bare read": bare},
        {"events": events, "what": "import Parquet", "procmine": from_parquet},
    ]
    for what, seconds in ours.items():
        best = min(
            (told[what] for told in peers.values() if isinstance(told, dict) and what in told), default=None
        )
        shown = {peer: told if isinstance(told, str) else told.get(what) for peer, told in peers.items()}
        rows.append(
            {
                "events": events,
                "what": what,
                "procmine": seconds,
                **shown,
                "ratio": best / seconds if best else None,
            }
        )
        line = "  ".join(
            f"{peer} {value if isinstance(value, str) else '–' if value is None else f'{value * 1000:,.0f} ms'}"
            for peer, value in shown.items()
        )
        ratio = f"{best / seconds:6.1f} × (wanted {TARGETS.get(what, '–')})" if best else ""
        limit = f"wanted ≤ {LIMITS[what]} s" if events == 10**7 and what in LIMITS else ""
        print(f"  {what:<20} {seconds * 1000:>9,.1f} ms   {line}   {ratio}   {limit}")
    return rows


def main() -> None:
    rows: list[dict[str, object]] = []
    for size in os.environ.get("SIZES", "100000 1000000 10000000").split():
        room = Path(tempfile.mkdtemp(prefix="procmine-bench-"))
        try:
            rows += size_run(int(size), room)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    with (HERE / "last.csv").open("w", newline="") as file:
        names = ["events", "what", "procmine", "bare read", *PACKAGES, "ratio"]
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
