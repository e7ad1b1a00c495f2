"""An alignment report of 2,000 units in headless Chromium: milliseconds to open it and to filter it.

    python benchmarks/report/run.py [UNITS]

Exits with 1 where a figure is beyond floors.json. Needs chromium and chromedriver.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from rirbilingual.check import findings
from rirbilingual.check.example import pair_of
from rirbilingual.check.rule import Example
from rirbilingual.match.leverage import leverage
from rirbilingual.render.alignment import alignment_report

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from invented import ENGLISH, FRENCH  # noqa: E402

FILTER = """
const select = document.querySelector('select[data-filter=severity]'), times = [];
for (const value of ['any', '', '=warning', '', 'any', '']) {
  select.value = value;
  const started = performance.now();
  select.dispatchEvent(new Event('change'));
  document.body.getBoundingClientRect();
  times.push(performance.now() - started);
}
return times;
"""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    limits = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(report(count))
        browser = opened(Path(folder) / "profile")
        try:
            opens, filters = [], []
            for _ in range(3):
                browser.get(page.as_uri())
                shown = "const n = performance.getEntriesByType('navigation')[0]; return n.loadEventEnd - n.startTime"
                opens.append(float(browser.execute_script(shown)))
                filters.append(max(browser.execute_script(FILTER)))
        finally:
            browser.quit()
        size = page.stat().st_size / 1e6
    figures = {"open": statistics.median(opens), "filter": statistics.median(filters)}
    print(
        f"{count:,} units, {size:.1f} MB: opens in {figures['open']:.0f} ms, filters in {figures['filter']:.0f} ms"
    )
    return int(any(figures[name] > limits[name] for name in figures))


def report(count: int) -> bytes:
    """The report of that many invented units, one in ten with an error in a number."""
    rng = random.Random("report")
    sources, targets = [], []
    for n in range(count):
        sources.append(f"{' '.join(rng.choices(ENGLISH, k=18)).capitalize()} {n} (Port Monitor 2024-01-22).")
        wrong = n + 1 if n % 10 == 3 else n
        targets.append(
            f"{' '.join(rng.choices(FRENCH, k=20)).capitalize()} {wrong} (Port Monitor 2024-01-22)."
        )
    pair = pair_of(Example("\n\n".join(sources), "\n\n".join(targets)))
    return alignment_report(pair, findings(pair), leverage("VLM202404", list(pair.units)))


def opened(profile: Path) -> Chrome:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        f"user-data-dir={profile}",
    ):
        options.add_argument(f"--{flag}")
    return Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))


if __name__ == "__main__":
    sys.exit(main())
