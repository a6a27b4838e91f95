"""The app and a real Chromium to look at it with."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextmanager
def served() -> Iterator[str]:
    """The app on a free port of this machine; yields its address."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "streamlit", "run", "ui/app.py", "--server.headless", "true", "--server.port", "0"]
    server = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout is not None
        yield next(line.split("URL:")[1].strip() for line in server.stdout if "URL:" in line)
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def browser() -> Iterator["Browser"]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


def settle(page: "Page") -> None:
    """Waits until the app has run to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
