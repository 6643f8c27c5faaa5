"""The report in a real browser: nothing is asked for from outside, and no script of a corpus runs."""

import shutil
from pathlib import Path

import pytest
from report_notebooks import write_three

from analysis.report import make_report

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found on this machine")


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("browser")
    return make_report(
        [place], output=place / "out", notebooks=write_three(place / "nb"), progress=False
    ).page


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, report):
    """The page, and all that the browser said about it and asked for."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    heard = {"console": [], "errors": [], "requests": [], "dialogs": []}
    page.on("console", lambda message: heard["console"].append(message.text))
    page.on("pageerror", lambda error: heard["errors"].append(str(error)))
    page.on("request", lambda request: heard["requests"].append(request.url))
    page.on("dialog", lambda dialog: (heard["dialogs"].append(dialog.message), dialog.dismiss()))
    page.goto(report.as_uri())
    yield page, heard
    page.close()


def outside(requests, report):
    return [url for url in requests if url != report.as_uri() and not url.startswith("data:")]


def test_no_console_message_no_request_and_no_script_of_the_corpus(opened, report):
    page, heard = opened
    page.get_by_text("kept", exact=True).click()
    assert heard["console"] == heard["errors"] == heard["dialogs"] == []
    assert outside(heard["requests"], report) == []


def test_every_picture_loads_and_has_an_alternative_text(opened):
    page, _ = opened
    pictures = page.eval_on_selector_all(
        "img", "all => all.map(i => [i.complete, i.naturalWidth, i.alt.trim()])"
    )
    assert len(pictures) == 2
    assert all(complete and width == 1050 and alt for complete, width, alt in pictures)


def test_a_table_sorts_by_click_and_by_keyboard(opened):
    page, _ = opened
    table = page.locator("table.sortable", has=page.get_by_text("Venues", exact=True))
    papers = table.locator("tbody tr td:nth-child(2)")
    header = table.locator("th", has_text="papers")
    venue = table.locator("th", has_text="venue")
    venue.get_by_role("button").click()
    assert papers.all_text_contents() == ["30", "100", "5"]
    header.get_by_role("button").press("Enter")
    assert papers.all_text_contents() == ["5", "30", "100"]
    assert header.get_attribute("aria-sort") == "ascending"
    assert venue.get_attribute("aria-sort") is None
    header.get_by_role("button").press("Enter")
    assert papers.all_text_contents() == ["100", "30", "5"]
    assert header.get_attribute("aria-sort") == "descending"


def test_no_column_is_cut_on_paper(opened):
    page, _ = opened
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate(
        """document.querySelector("table.sortable tbody").insertAdjacentHTML(
            "beforeend", `<tr>${"<td>doi:10.1088/0022-3727/38/12/r01-and-more</td>".repeat(9)}</tr>`)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_the_caption_of_a_wide_table_is_no_wider_than_a_phone(opened):
    page, _ = opened
    page.set_viewport_size({"width": 390, "height": 844})
    right = page.evaluate(
        """() => {
            const table = document.querySelector("table.sortable"), caption = table.querySelector("strong");
            table.style.minWidth = "900px";
            caption.textContent = "A long caption of a table ".repeat(9);
            return caption.getBoundingClientRect().right;
        }"""
    )
    assert right <= 390


def test_an_injected_script_would_be_stopped_by_the_policy(opened):
    page, heard = opened
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s) }"
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in heard["console"])


def test_every_link_of_the_contents_leads_somewhere(opened):
    page, _ = opened
    targets = page.eval_on_selector_all("nav a", "all => all.map(a => a.getAttribute('href').slice(1))")
    assert targets[:2] == ["notebook-01-counts", "notebook-01-counts-2"]
    assert [t for t in targets if page.locator(f"[id='{t}']").count() != 1] == []


def test_it_fits_a_phone_and_has_a_language(browser, report):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").count() == 1
    page.close()
