"""Headless Chromium for the tests that play a person: where it is, and what no page may do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
MISSING = "" if Path(CHROMIUM).is_file() else f"no Chromium at {CHROMIUM}; set CHROMIUM to a path"
ARGUMENTS = [
    "--no-sandbox",  # The tests may run as root.
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's own browser; Playwright's is never downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """One person's browser window, whose every page must load without a complaint."""

    def __init__(self, browser: Browser, base: str, **options: object) -> None:
        self.base = base
        self.complaints: list[str] = []
        self.page: Page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._response)

    def _console(self, message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        # The browser echoes every 4xx; those are asserted where they are expected.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _response(self, response: object) -> None:
        if response.status >= 500:  # type: ignore[attr-defined]
            self.complaints.append(f"{response.status} {response.url}")  # type: ignore[attr-defined]

    def go(self, path: str) -> None:
        """Open one of our pages."""
        self.page.goto(path if path.startswith("http") else self.base + path)

    def fill(self, **values: str) -> None:
        """Fill fields by name; choices by their value."""
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]:visible").first
            tag = field.evaluate("field => field.tagName")
            if tag == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def tick(self, name: str, value: str) -> None:
        """Tick a box or choose a radio button."""
        self.page.locator(f"main [name={name}][value='{value}']").check()

    def press(self, label: str) -> None:
        """Press a button or follow a link of the page's main part, by its words."""
        main = self.page.locator("main")
        control = main.get_by_role("button", name=label).or_(main.get_by_role("link", name=label))
        control.first.click()
        self.page.wait_for_load_state()

    def sees(self, text: str, *, seconds: float = 30) -> None:
        """Wait until the page shows a text, loading it again like an impatient person."""
        waited = 0.0
        while text not in self.page.locator("body").inner_text():
            if waited >= seconds:
                shown = self.page.locator("main").inner_text()
                raise AssertionError(f"{text!r} is not on {self.page.url}:\n{shown}")
            self.page.wait_for_timeout(500)
            waited += 0.5
            if waited % 2 == 0:
                self.page.reload()
