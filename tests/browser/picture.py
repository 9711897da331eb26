"""Takes the picture of the documentation: `python tests/browser/picture.py DESK docs/images/workbench.png [QUERY]`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from browsing import CHROMIUM, SWITCHES, opened, serving


def take(desk: Path, target: Path, query: str = "") -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with serving(desk) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
        opened(context.new_page(), f"{address}/{query}").screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
