"""Pictures of every page: `python tests/browser/screenshots.py WORKSPACE FOLDER [LOG] [WHERE]`.

Each page at 1440 × 900 and 390 × 844, light and dark, whole height.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from serving import CHROMIUM, FLAGS, PAGES, served

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


def photographed(workspace: Path, folder: Path, log: str = "", where: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    query = urlencode({name: value for name, value in (("log", log), ("where", where)) if value})
    with served(workspace) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.on("console", lambda told: print("console:", told.text))
                page.on("pageerror", lambda problem: print("error:", problem))
                for name, path in PAGES.items():
                    page.goto(f"{address}{path}?{query}")
                    page.locator("#page h1").wait_for()
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    photographed(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
