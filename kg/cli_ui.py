"""The app as a process: Streamlit run on it with the settings of the checkout, wherever it is installed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from kg.errors import SseKgError

# The same as .streamlit/config.toml, which an installed wheel does not have; a test compares the two.
SETTINGS: dict[str, str | bool | int | list[str]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["127.0.0.1", "localhost"],
    "server.maxUploadSize": 25,
    "theme.baseRadius": "small",
    "theme.chartCategoricalColors": ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c"],
    "theme.light.primaryColor": "#1f6f78",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f3f6f6",
    "theme.light.textColor": "#1f2a2c",
    "theme.light.linkColor": "#1a5f8a",
    "theme.dark.primaryColor": "#2b7f89",
    "theme.dark.backgroundColor": "#14191b",
    "theme.dark.secondaryBackgroundColor": "#1e2629",
    "theme.dark.textColor": "#e4eaeb",
    "theme.dark.linkColor": "#86c5ea",
}


def app_file() -> Path:
    """The file of the app, beside this package; raises SseKgError when this installation has none."""
    file = Path(__file__).resolve().parents[1] / "ui" / "app.py"
    if not file.is_file():
        raise SseKgError(f"the app is not installed: {file} is missing; install sse-kg again, with its ui folder")
    return file


def app_command(file: Path, port: int | None = None) -> list[str]:
    """The command that runs the app; without a port Streamlit takes the first free one from 8501 on.

    >>> app_command(Path("ui/app.py"), 8600)[1:5]
    ['-m', 'streamlit', 'run', 'ui/app.py']
    """
    flags = ["--server.showEmailPrompt=false"]
    for name, value in SETTINGS.items():
        if isinstance(value, list) and not name.startswith("theme."):
            flags += [f"--{name}={one}" for one in value]
        else:
            flags.append(f"--{name}={value if isinstance(value, str) else json.dumps(value)}")
    if port is not None:
        flags.append(f"--server.port={port}")
    return [sys.executable, "-m", "streamlit", "run", str(file), *flags]


def run_app(port: int | None = None) -> int:
    """Become the app, so that whoever ends this process ends it; on Windows, run it and return its exit status."""
    file = app_file()
    command = app_command(file, port)
    paths = filter(None, (str(file.parents[1]), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if os.name == "posix":
        os.execve(command[0], command, environment)
    return subprocess.run(command, env=environment, check=False).returncode
