"""Pages in a real browser: the toggle keeps the reader's place, counterparts light up, filters and keys work."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from published import SAMPLES, WHEN
from rirbilingual import archives, demo, pipeline
from rirbilingual.check import findings
from rirbilingual.check.example import pair_of
from rirbilingual.check.rule import Example
from rirbilingual.match.leverage import leverage
from rirbilingual.model import Origin, State, Unit
from rirbilingual.publish.manifest import Titled
from rirbilingual.render.alignment import alignment_report
from rirbilingual.render.index import indexes
from rirbilingual.service.app import application
from rirbilingual.translation_memory import Memory

# axe-core and the Nu HTML checker, where .ci/run has installed them from tests/npm.
CHECKERS = Path(__file__).resolve().parent / "npm" / "node_modules"
AXE, NU = CHECKERS / "axe-core" / "axe.min.js", CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
REPORTS = ("report.html", "draft.html", "reports/index.html", "concordance.html")
SITE = (
    "index.html",
    "index.en.html",
    "index.fr.html",
    "VLM202404/en.html",
    "VLM202404/fr.html",
    "VLM202404/en-fr.html",
)
PAGES = (*REPORTS, *(f"site/{page}" for page in SITE))
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

if (CHROMIUM is None or DRIVER is None) and not os.environ.get("CI"):
    pytest.skip("chromium and chromedriver are not installed", allow_module_level=True)

from selenium.webdriver import Chrome, ChromeOptions, ChromeService  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.remote.webelement import WebElement  # noqa: E402


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("browser") / "demo"
    demo.run(made, when="2024-04-20T10:00:00Z", version="0")
    draft = pipeline.working(made / "draft" / "VLM202404.EF.po", SAMPLES / "VLM202404.E.txt")
    (made / "draft.html").write_bytes(pipeline.alignment_report(draft))
    archives.archive(made / "draft", made / "reports" / "index.html")
    (made / "concordance.html").write_bytes(concordance(made / "office.sqlite"))
    return made


def concordance(path: Path) -> bytes:
    """The service's page, with units found."""
    with Memory.open(path, create=True) as memory:
        memory.add(
            Unit(f"{n}", f"Port {n} is closed.", f"Le port {n} est fermé.", State.FINAL, origin=Origin("VLM202301.E", "2.1"))
            for n in range(3)
        )  # fmt: skip
    with TestClient(application(str(path), site="https://example.org/pairs")) as client:
        page = client.get("/", params={"q": "ports"}).content
    assert page.count(b"<mark>") == 6
    return page


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    profile = tmp_path_factory.mktemp("profile")
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-background-networking",
                 "disable-component-update", "disable-sync", "no-first-run", f"user-data-dir={profile}",
                 "window-size=1300,1000"):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=ChromeService(DRIVER))
    yield driver
    driver.quit()


def complaints(browser: Chrome) -> list[str]:
    """What the page was blocked from doing, and errors in its scripts."""
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in log if entry["level"] in ("SEVERE", "WARNING")]


def test_the_toggle_leads_to_the_same_place_in_the_other_language(browser: Chrome, folder: Path) -> None:
    browser.get(f"{(folder / 'site' / 'VLM202404' / 'en.html').as_uri()}#s3-1")
    browser.execute_script("document.getElementById('s3-1').scrollIntoView({behavior: 'instant'})")
    browser.find_element(By.CSS_SELECTOR, "#wb-lng a").send_keys(Keys.ENTER)
    page, _, place = browser.current_url.partition("#")
    assert page.endswith("fr.html") and place
    assert browser.find_element(By.ID, place)
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "fr"
    assert complaints(browser) == []


def test_the_first_tab_stop_skips_to_the_content(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "site" / "VLM202404" / "fr.html").as_uri())
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.switch_to.active_element.get_attribute("href").endswith("#wb-cont")  # type: ignore[union-attr]
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert browser.current_url.endswith("fr.html#wb-cont")


def test_pointing_at_a_unit_lights_its_counterpart(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "site" / "VLM202404" / "en-fr.html").as_uri())
    unit = browser.find_element(By.CSS_SELECTOR, "p [data-unit]")
    ActionChains(browser).move_to_element(unit).perform()
    lit = browser.find_elements(By.CSS_SELECTOR, ".lit")
    assert len(lit) == 2
    assert complaints(browser) == []


def test_a_pair_is_read_unit_by_unit_with_the_keyboard(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "site" / "VLM202404" / "en-fr.html").as_uri())

    def press(key: str) -> WebElement:
        ActionChains(browser).send_keys(key).perform()
        return browser.switch_to.active_element

    def lit() -> list[tuple[str | None, str | None]]:
        found = browser.find_elements(By.CSS_SELECTOR, ".lit")
        return [
            (
                each.find_element(By.XPATH, "ancestor::*[@lang][1]").get_attribute("lang"),
                each.get_attribute("data-unit"),
            )
            for each in found
        ]

    units = [
        each.get_attribute("data-unit")
        for each in browser.find_elements(By.CSS_SELECTOR, "main .row > [lang=en] [data-unit]")
    ]
    assert browser.find_element(By.CSS_SELECTOR, "[lang=fr] .keys").is_displayed()
    reached = next(unit for _ in range(40) if (unit := press(Keys.TAB).get_attribute("data-unit")))
    assert reached == units[0] and lit() == [("en", units[0]), ("fr", units[0])]
    assert press(".").get_attribute("data-unit") == units[1]
    assert press(".").get_attribute("data-unit") == units[2]
    assert lit() == [("en", units[2]), ("fr", units[2])]
    assert press(",").get_attribute("data-unit") == units[1]
    assert press(Keys.SHIFT + Keys.TAB).tag_name == "a"  # the text is one stop, not one a unit
    assert complaints(browser) == []


def test_the_index_lists_the_pair_in_both_languages(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "site" / "index.html").as_uri())
    browser.find_element(By.CSS_SELECTOR, "a[hreflang=fr]").click()
    browser.find_element(By.CSS_SELECTOR, ".pairs h3 a").click()
    assert browser.current_url.endswith("VLM202404/fr.html")
    assert complaints(browser) == []


def test_the_index_is_searched_in_both_languages_and_ordered(browser: Chrome, folder: Path) -> None:
    pairs = [
        Titled("COL202401", ("COL202401.E", "COL202401.EF"), ("Health", "Santé"), "2024-02-01", WHEN),
        Titled("MEX202301", ("MEX202301.E", "MEX202301.EF"), ("Drugs", "Drogues"), "2023-02-01", WHEN),
        Titled(
            "ALB202201", ("ALB202201.E", "ALB202201.EF"), ("Blood feuds", "Vendettas"), "2022-02-01", WHEN
        ),
    ]
    for name, data in indexes(pairs).items():
        (folder / name).write_bytes(data)
    browser.get((folder / "index.en.html").as_uri())

    def listed() -> list[str]:
        links = browser.find_elements(By.CSS_SELECTOR, ".pairs h3 a")
        return [link.text for link in links if link.is_displayed()]

    assert listed() == ["Health", "Drugs", "Blood feuds"]
    search = browser.find_element(By.ID, "search")
    for wanted, found in (
        ("sante", ["Health"]),
        ("mexico", ["Drugs"]),
        ("2022-02 VENDETTAS", ["Blood feuds"]),
    ):
        search.clear()
        search.send_keys(wanted)
        assert listed() == found, wanted
    search.send_keys("zzz")
    assert listed() == [] and browser.find_element(By.CSS_SELECTOR, ".count").text == "Nothing found."
    search.clear()
    search.send_keys(Keys.BACKSPACE)
    browser.find_element(By.ID, "order").send_keys("by country")
    assert listed() == ["Blood feuds", "Health", "Drugs"]
    headings = browser.find_elements(By.CSS_SELECTOR, "#pairs h2")
    assert [h.text for h in headings] == ["Albania", "Colombia", "Mexico"]
    assert complaints(browser) == []


def shown(browser: Chrome) -> int:
    return len([u for u in browser.find_elements(By.CSS_SELECTOR, "article.unit") if u.is_displayed()])


def test_the_report_filters_searches_and_jumps(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "draft.html").as_uri())
    everything = shown(browser)
    search = browser.find_element(By.ID, "search")
    search.send_keys("extorsion")
    assert 0 < shown(browser) < everything
    browser.find_element(By.ID, "reset").send_keys(Keys.ENTER)
    assert shown(browser) == everything
    browser.find_element(By.ID, "next-problem").send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("data-severity") in ("error", "warning")
    assert complaints(browser) == []


def test_a_narrow_page_does_not_scroll_sideways(browser: Chrome, folder: Path) -> None:
    for page in ("site/VLM202404/fr.html", "site/VLM202404/en-fr.html", "site/index.fr.html", "report.html"):
        browser.get((folder / page).as_uri())
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": True},
        )
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        assert wide <= 320, page


def test_a_date_is_never_broken_nor_a_mark_of_quotation_left_before_a_bracket(
    browser: Chrome, folder: Path
) -> None:
    for page in ("en", "fr", "en-fr"):
        browser.get((folder / f"site/VLM202404/{page}.html").as_uri())
        lines = browser.execute_script(
            "document.querySelector('main').style.width = '20rem';"
            "const text = new RegExp('\\\\d{4}-\\\\d{2}(-\\\\d{2})?|\"\\\\[\\\\w+\\\\]', 'g'), found = [];"
            "const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);"
            "while (walk.nextNode()) for (const date of walk.currentNode.data.matchAll(text)) {"
            "  const range = document.createRange();"
            "  range.setStart(walk.currentNode, date.index);"
            "  range.setEnd(walk.currentNode, date.index + date[0].length);"
            "  found.push(new Set([...range.getClientRects()].map(r => r.top)).size);"
            "} return found;"
        )
        assert len(lines) > 50 and set(lines) == {1}, page


def test_every_filter_leaves_the_units_that_it_counts(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "report.html").as_uri())
    everything = shown(browser)
    for select in browser.find_elements(By.CSS_SELECTOR, "select[data-filter]"):
        for option in select.find_elements(By.TAG_NAME, "option"):
            option.click()
            said = option.text.rpartition("(")[2].rstrip(")")
            if said.isdecimal():
                assert shown(browser) == int(said), option.text
        select.find_elements(By.TAG_NAME, "option")[0].click()
    assert shown(browser) == everything
    assert complaints(browser) == []


def test_the_keys_move_order_open_and_search(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "draft.html").as_uri())
    body = browser.find_element(By.TAG_NAME, "body")

    def focused() -> str:
        return browser.switch_to.active_element.get_attribute("id") or ""

    body.send_keys("j")
    first = focused()
    browser.switch_to.active_element.send_keys("j")
    second = focused()
    assert first.startswith("u-") and second.startswith("u-") and first != second
    browser.switch_to.active_element.send_keys("k")
    assert focused() == first
    browser.switch_to.active_element.send_keys("d")
    assert browser.find_element(By.CSS_SELECTOR, f"#{first} details").get_attribute("open") is not None
    browser.switch_to.active_element.send_keys("n")
    assert browser.switch_to.active_element.get_attribute("data-severity") in ("error", "warning")
    browser.switch_to.active_element.send_keys("o")
    assert browser.find_element(By.ID, "order").get_attribute("value") == "risk"
    browser.switch_to.active_element.send_keys("o")
    assert browser.find_element(By.ID, "order").get_attribute("value") == "place"
    browser.switch_to.active_element.send_keys("/")
    assert focused() == "search"
    assert complaints(browser) == []


def test_counterparts_light_by_mouse_and_by_keys(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "report.html").as_uri())

    def lit() -> list[str]:
        return [part.get_attribute("data-c") or "" for part in browser.find_elements(By.CSS_SELECTOR, ".lit")]

    part = browser.find_element(By.CSS_SELECTOR, ".unit .en [data-c]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", part)
    ActionChains(browser).move_to_element(part).perform()
    assert len(lit()) >= 2 and set(lit()) == {part.get_attribute("data-c")}
    unit = part.find_element(By.XPATH, "./ancestor::article")
    browser.execute_script("arguments[0].focus()", unit)
    assert lit() == []
    unit.send_keys(".")
    first = lit()
    browser.switch_to.active_element.send_keys(",")
    assert len(first) >= 2 and len(lit()) >= 2
    assert "→" in (browser.find_element(By.ID, "told").get_attribute("textContent") or "")
    assert complaints(browser) == []


def test_problems_are_visited_by_buttons_and_keys_both_ways(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "draft.html").as_uri())

    def at() -> str:
        return browser.switch_to.active_element.get_attribute("id") or ""

    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("n")
    first = at()
    browser.switch_to.active_element.send_keys("n")
    second = at()
    assert first != second
    browser.switch_to.active_element.send_keys("p")
    assert at() == first
    # A button takes the focus from the unit: it goes on from the first or the last problem.
    click(browser, browser.find_element(By.ID, "next-problem"))
    assert at() == first
    click(browser, browser.find_element(By.ID, "previous-problem"))
    last = at()
    assert last.startswith("u-") and last != first
    browser.switch_to.active_element.send_keys("n")
    assert "No more problems" in (browser.find_element(By.ID, "told").get_attribute("textContent") or "")


def click(browser: Chrome, element: WebElement) -> None:
    """A click of the mouse, once the page has come to rest: it scrolls smoothly."""
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    element.click()


def test_the_keys_are_shown_and_may_be_turned_off(browser: Chrome, folder: Path) -> None:
    browser.get((folder / "report.html").as_uri())
    dialog, body = browser.find_element(By.ID, "keys"), browser.find_element(By.TAG_NAME, "body")
    body.send_keys("?")
    assert dialog.is_displayed()
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    assert not dialog.is_displayed()
    click(browser, browser.find_element(By.ID, "help"))
    click(browser, browser.find_element(By.ID, "use-keys"))
    click(browser, browser.find_element(By.ID, "close-keys"))
    assert not dialog.is_displayed()
    body.send_keys("?")
    assert not dialog.is_displayed()
    assert complaints(browser) == []


def test_a_check_named_in_the_summary_filters_and_a_reason_leads_to_its_unit(
    browser: Chrome, folder: Path
) -> None:
    browser.get((folder / "draft.html").as_uri())
    everything = shown(browser)
    named = browser.find_element(By.CSS_SELECTOR, "[data-set-check]")
    named.send_keys(Keys.ENTER)
    check = browser.find_element(By.CSS_SELECTOR, "select[data-filter=check]").get_attribute("value")
    assert check == f"={named.get_attribute('data-set-check')}"
    assert 0 < shown(browser) < everything
    browser.find_element(By.CSS_SELECTOR, ".verdict li a").send_keys(Keys.ENTER)
    assert (browser.switch_to.active_element.get_attribute("id") or "").startswith("u-")


HOSTILE = "<script>document.title = 'taken'</script> ]]> <img src=x onerror=\"document.title='taken'\"> \u202egnp.exe\u202c"


def test_hostile_text_is_shown_as_text(browser: Chrome, tmp_path: Path) -> None:
    long = "mot " * 25_000
    pair = pair_of(
        Example(
            f"The port. {HOSTILE}\n\nIt is closed.\n\nIt is open.", f"Le port. {HOSTILE}\n\n{long}\n\nOuvert."
        )
    )
    page = tmp_path / "hostile.html"
    page.write_bytes(alignment_report(pair, findings(pair), leverage("VLM202404", list(pair.units))))
    browser.get(page.as_uri())
    assert browser.title != "taken"
    french = browser.find_elements(By.CSS_SELECTOR, ".unit .fr")
    assert "<script>document.title = 'taken'</script> ]]> <img src=x" in french[0].text
    # Marks of direction are named, not obeyed: the name of the file reads as it is stored.
    assert "gnp.exe" in french[0].text
    assert len(french[1].text) > 99_000
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    assert shown(browser) == 3
    assert [c for c in complaints(browser) if "favicon" not in c] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_barrier(browser: Chrome, folder: Path, page: str, scheme: str) -> None:
    if not AXE.is_file() and not os.environ.get("CI"):
        pytest.skip("axe-core is not installed: npm ci in tests/npm")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        browser.get((folder / page).as_uri())
        browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
        browser.execute_script(AXE.read_text(encoding="utf-8"))
        done = browser.execute_async_script(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
            ".then(arguments[0])"
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert done["passes"]
    assert [
        (v["id"], v["nodes"][0]["html"], v["nodes"][0]["failureSummary"]) for v in done["violations"]
    ] == []


def test_the_nu_checker_finds_no_error(folder: Path) -> None:
    java = shutil.which("java")
    if (java is None or not NU.is_file()) and not os.environ.get("CI"):
        pytest.skip("vnu-jar or java is not installed: npm ci in tests/npm")
    pages = [str(folder / page) for page in REPORTS]
    done = subprocess.run(
        [str(java), "-jar", str(NU), "--errors-only", *pages], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_nu_checker_warns_of_nothing_in_the_pages_of_a_site(folder: Path) -> None:
    java = shutil.which("java")
    if (java is None or not NU.is_file()) and not os.environ.get("CI"):
        pytest.skip("vnu-jar or java is not installed: npm ci in tests/npm")
    pages = [str(folder / "site" / page) for page in SITE]
    done = subprocess.run([str(java), "-jar", str(NU), *pages], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
