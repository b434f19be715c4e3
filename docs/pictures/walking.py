"""What the makers of pictures share: the sample council served on a day, visitors, and pictures of few colours."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

DAY = "2026-11-20"
SIGHTLINE = [sys.executable, "-m", "sightline.ops.cli"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE, NARROW, TALLEST, COLOURS = 1280, 320, 1500, 64


def sightline(*arguments: str) -> str:
    """Run the command line; what it printed."""
    return subprocess.run([*SIGHTLINE, *arguments], check=True, capture_output=True, text=True).stdout  # noqa: S603 (our own)


class Service:
    """The sample council's service in a folder of its own, on one day after another.

    with Service(Path("work"), children=120) as service:
        service.on("2026-11-23")
    """

    def __init__(self, work: Path, children: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        told = {"DATA": str(work / "service"), "SAMPLE": "yes", "TODAY": DAY, "URL": self.address}
        os.environ.update({f"SIGHTLINE_{name}": value for name, value in told.items()})
        sightline("setup")
        made = json.loads(sightline("sample", "--service", "--looked-after", str(children), "--json"))
        self.accounts: dict[str, str] = {each["email"]: made["password"] for each in made["accounts"]}
        self.server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def on(self, day: str) -> None:
        """It is this day now: what a day asks for is done, and the server begins anew."""
        self.stop()
        os.environ["SIGHTLINE_TODAY"] = day
        sightline("daily")
        self.serve()

    def serve(self) -> None:
        """Start the server, and wait until it answers."""
        self.server = subprocess.Popen([*SIGHTLINE, "serve", "--port", str(self.port)])  # noqa: S603 (our own)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.address}/health", timeout=20).close()  # noqa: S310
            except OSError:  # nobody there yet, or slow on a busy machine
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self.address} did not answer")

    def stop(self) -> None:
        """Stop the server."""
        if self.server:
            self.server.terminate()
            self.server.wait()


class Walker:
    """Visitors of the service, and pictures of what they see. Its maker says what is walked, in `all`."""

    def __init__(self, browser: Browser, service: Service, work: Path, out: Path) -> None:
        self.browser, self.service, self.work, self.out = browser, service, work, out

    def all(self) -> None:
        """Everybody's part of it."""
        raise NotImplementedError

    def visitor(self, who: str, width: int = WIDE) -> Page:
        """A browser in which somebody has signed in, on the first screen."""
        email = f"{who}@sample.example"
        page = self.browser.new_page(
            base_url=self.service.address, viewport={"width": width, "height": 900}, locale="en-GB"
        )
        page.goto("/")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password").fill(self.service.accounts[email])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/")
        page.wait_for_load_state()
        return page

    def picture(
        self,
        page: Page,
        name: str,
        *,
        top: Locator | None = None,
        end: Locator | None = None,
        tallest: int = TALLEST,
    ) -> None:
        """The page from its top or from a part of it, to the next or as far as a picture goes."""
        start = _top(top) - 20 if top else 0
        bottom = _top(end) - 10 if end else page.evaluate("document.documentElement.scrollHeight")
        width = page.viewport_size["width"] if page.viewport_size else WIDE
        area = {"x": 0, "y": start, "width": width, "height": min(bottom - start, tallest)}
        shot = page.screenshot(full_page=True, clip=area)  # type: ignore[arg-type]
        self.keep(Image.open(io.BytesIO(shot)), name)

    def keep(self, image: Image.Image, name: str) -> None:
        """A picture in few enough colours for a small file."""
        file = self.out / f"{name}.png"
        image.convert("RGB").quantize(COLOURS).save(file, optimize=True)
        print(f"{name}: {file.stat().st_size // 1024} kB", flush=True)  # noqa: T201


def _top(part: Locator) -> float:
    """How far from the top of the page something begins, in pixels."""
    return float(part.first.evaluate("each => each.getBoundingClientRect().top + window.scrollY"))


def walk(kind: type[Walker], out: Path, work: Path, *, children: int) -> None:
    """Fill a sample register, serve it, and walk through it."""
    out.mkdir(parents=True, exist_ok=True)
    with Service(work, children) as service, sync_playwright() as playwright:
        service.serve()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        kind(browser, service, work, out).all()
        browser.close()
