"""A PDF -> the text of its paper, read in a process of its own within limits of memory and time."""

import json
import os
import subprocess
import sys
from pathlib import Path

from kg.errors import ReadError

MEMORY = 2 << 30  # bytes of address space
SECONDS = 120


def read_pdf(path: Path, *, memory: int = MEMORY, seconds: int = SECONDS) -> str:
    """The text of a PDF; raises ReadError when it is broken, encrypted, a mere picture, or breaks a limit."""
    command = [sys.executable, "-m", "extract.pdf_worker", str(path.absolute()), str(memory), str(seconds)]
    paths = filter(None, (str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=seconds + 10, check=False
        )
    except subprocess.TimeoutExpired:
        raise ReadError(f"{path} takes longer than {seconds} s to read; split it") from None
    if done.returncode or not done.stdout:
        raise ReadError(f"{path} {_why(done, memory, seconds)}")
    answer = json.loads(done.stdout)
    if "problem" in answer:
        raise ReadError(f"{path} {answer['problem']}")
    return str(answer["text"])


def _why(done: "subprocess.CompletedProcess[bytes]", memory: int, seconds: int) -> str:
    """What ended the process."""
    import signal

    said = done.stderr.decode("utf-8", "replace")
    if -done.returncode in (getattr(signal, "SIGXCPU", 0), signal.SIGTERM, getattr(signal, "SIGKILL", 9)):
        return f"takes longer than {seconds} s to read; split it"
    if "MemoryError" in said or "bad_alloc" in said or "memory" in said.lower():
        return f"needs more than {memory >> 20} MB of memory to read; split it"
    if "Traceback" in said:
        raise RuntimeError(said.strip().splitlines()[-1])
    return "is a broken PDF, on which the reader stopped; fetch it again"
