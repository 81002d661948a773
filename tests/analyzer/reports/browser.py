"""A headless Chromium, driven over the WebDriver protocol with the standard library alone."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import urllib.error
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1440,900")

SCAN = """
const done = arguments[0];
axe.run(document, { resultTypes: ["violations"] }).then(
  (found) => done(found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.target)}`)),
  (error) => done([String(error)]));
"""


class Browser:
    """A browser session; leave its `with` block to end it."""

    def __init__(self, driver: str, binary: str) -> None:
        self._process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            self._base = f"http://127.0.0.1:{self._port()}"
            options = {"binary": binary, "args": list(OPTIONS)}
            wanted = {
                "goog:chromeOptions": options,
                "goog:loggingPrefs": {"browser": "ALL"},
                "timeouts": {"script": 110_000},
            }
            answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
            self._session = f"/session/{answer['sessionId']}"
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._call("DELETE", self._session)
        finally:
            self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _port(self) -> int:
        for line in self._process.stdout or ():
            if found := re.search(r"successfully on port (\d+)", line):
                return int(found[1])
        raise RuntimeError("the driver did not start")

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with _DIRECT.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a file, and wait for it."""
        self._call("POST", f"{self._session}/url", {"url": "about:blank"})
        self._devtools("Performance.enable", timeDomain="threadTicks")
        self._call("POST", f"{self._session}/url", {"url": path.as_uri() + fragment})

    def visit(self, address: str) -> None:
        """Open an address, and wait for it."""
        self._call("POST", f"{self._session}/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        """The value that a script returns."""
        return self._call("POST", f"{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def run_until_told(self, script: str, *arguments: Any) -> Any:
        """The value that a script hands to the function that it is given as its last argument."""
        return self._call("POST", f"{self._session}/execute/async", {"script": script, "args": list(arguments)})

    def busy(self) -> float:
        """The processor time of the page's main thread so far, in seconds; other work of the machine does not count."""
        metrics = self._devtools("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "TaskDuration")

    def _devtools(self, command: str, **parameters: Any) -> Any:
        return self._call("POST", f"{self._session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def resize(self, width: int, height: int) -> None:
        """Make the window so large, in pixels."""
        self._call("POST", f"{self._session}/window/rect", {"width": width, "height": height})

    def print(self) -> bytes:
        """The page as a PDF, as it is printed on A4."""
        return base64.b64decode(self._call("POST", f"{self._session}/print", {"page": {"width": 21.0, "height": 29.7}}))

    def click(self, selector: str) -> None:
        """Click the first element that a CSS selector finds, as a person would."""
        found = self._call("POST", f"{self._session}/element", {"using": "css selector", "value": selector})
        self._call("POST", f"{self._session}/element/{found[ELEMENT]}/click", {})

    def press(self, keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._call("POST", f"{self._session}/actions", {"actions": actions})

    def texts(self, selector: str) -> list[str]:
        """The texts of the visible elements that a CSS selector finds."""
        found = "[...document.querySelectorAll(arguments[0])]"
        return self.run(f"return {found}.filter(e => e.checkVisibility()).map(e => e.innerText)", selector)

    def messages(self) -> list[str]:
        """What the page wrote to the console since the last time, errors and refusals included."""
        return [entry["message"] for entry in self._call("POST", f"{self._session}/se/log", {"type": "browser"})]

    def violations(self) -> list[str]:
        """What axe finds in the page that keeps people from using it."""
        if not self.run("return 'axe' in window"):
            self.run(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
        return self.run_until_told(SCAN)

    def screenshot(self, path: Path) -> None:
        """Write a picture of what the window shows."""
        path.write_bytes(base64.b64decode(self._call("GET", f"{self._session}/screenshot")))
