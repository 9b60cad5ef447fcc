"""Headless Chromium, driven through its own protocol over a pair of pipes: no driver, no package, no open port."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
    "--remote-debugging-pipe",
)
ENDS = b"\0"
PATIENCE = 60  # seconds without a word from the browser


def find_chromium() -> str | None:
    """Return where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Tab:
    """One page of the browser. Every call waits until the browser has answered."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self.requested: list[str] = []  # every address the page asked for
        self.errors: list[str] = []  # what its console reported as an error
        self._to, self._from = to_browser, from_browser
        self._read = b""
        self._number = 0
        self._session = ""
        self._loaded = False
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the browser's answer to one command."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + ENDS)
        while True:
            said = self._next()
            if said.get("id") == self._number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                answer: dict[str, Any] = said["result"]
                return answer

    def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded."""
        self._loaded = False
        if "loaderId" not in self.send("Page.navigate", url=address):  # another place of the page that is open
            self.send("Page.reload")
        self.wait_loaded()

    def wait_loaded(self) -> None:
        """Wait until the page that is being opened has loaded."""
        while not self._loaded:
            self._next()

    def show(self, *, width: int = 1200, height: int = 900, dark: bool = False, printed: bool = False) -> None:
        """Set the size of the window, the colour scheme, and whether the page is seen as it prints."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", media="print" if printed else "screen", features=scheme)

    def allow_scripts(self, allowed: bool) -> None:
        """Let the page's own scripts run, or not. `run` works either way."""
        self.send("Emulation.setScriptExecutionDisabled", value=not allowed)

    def run(self, script: str) -> Any:
        """Return the value of a JavaScript expression, awaited where it is a promise."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "script failed"))
        return answer["result"].get("value")

    def press(self, key: str, *, loads: bool = False) -> None:
        """Press a key that is known by name, such as Tab or Enter. `loads` waits for the page it opens."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27, "ArrowDown": 40}
        text = {"Enter": "\r", " ": " "}.get(key, "")
        self._loaded = not loads
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=codes[key], **typed)
        self.wait_loaded()

    def press_submit(self, selector: str) -> None:
        """Submit a form by its button, and wait for the page that answers."""
        self._loaded = False
        self.run(f"document.querySelector({selector!r}).click()")
        self.wait_loaded()

    def type(self, text: str) -> None:
        """Type text into what has the focus."""
        for letter in text:
            self.send("Input.dispatchKeyEvent", type="char", text=letter)

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """Write a PNG of the page, or of what the window shows of it."""
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _next(self) -> dict[str, Any]:
        """Return the next thing the browser says, and note what it tells unasked."""
        while ENDS not in self._read:
            if not select.select([self._from], [], [], PATIENCE)[0]:
                raise RuntimeError(f"the browser has said nothing for {PATIENCE} seconds")
            piece = os.read(self._from, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has gone")
            self._read += piece
        line, _, self._read = self._read.partition(ENDS)
        said: dict[str, Any] = json.loads(line)
        params = said.get("params", {})
        match said.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.requested.append(params["request"]["url"])
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                self.errors.append(params["entry"]["text"])
        return said


@contextmanager
def browser(profile: Path) -> Iterator[Tab]:
    """Start Chromium with an empty profile, give one tab of it, and end it."""
    chromium = find_chromium()
    assert chromium, "Chromium is not installed"
    (there, to_browser), (from_browser, here) = os.pipe(), os.pipe()

    def hand_over() -> None:  # the protocol is spoken on descriptors 3 and 4
        os.dup2(there, 103)
        os.dup2(here, 104)
        os.dup2(103, 3)
        os.dup2(104, 4)

    process = subprocess.Popen(
        [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stderr=subprocess.DEVNULL, preexec_fn=hand_over, close_fds=False,
    )  # fmt: skip
    os.close(there)
    os.close(here)
    try:
        yield Tab(to_browser, from_browser)
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(to_browser)
        os.close(from_browser)
