"""What people see: the report and its notebooks in Chromium, and JupyterLab running each notebook."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from checked import PAGE, checked
from markdown_it import MarkdownIt

import analysis
from analysis.report import audit_page, cards, form
from analysis.report.render import as_markdown

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
nbformat = pytest.importorskip("nbformat")
sign = pytest.importorskip("nbformat.sign")
ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium (Debian: apt install chromium)"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def report(browser) -> Iterator:
    """Opens a page of `reports/` at a width; afterwards nothing may have been asked for beside it, or have failed."""
    pages, asked, failed = [], [], []

    def show(name: str, width: int, script: bool = True):
        page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=script)
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: message.type == "error" and failed.append(message.text))
        page.goto((ROOT / "reports" / name).as_uri())
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.close()
    assert failed == []
    assert [url for url in asked if not url.startswith(("data:", "blob:", (ROOT / "reports").as_uri()))] == []
    assert len([url for url in asked if url.startswith("file:")]) == len(pages)


def until(page, condition: str) -> None:
    """Wait for a condition, looked at a few times a second: with each frame would have the page drawn without end."""
    page.wait_for_function(condition, timeout=180_000, polling=200)


def there(selector: str, text: str = "") -> str:
    """The condition that an element is there, with a text in it."""
    return f"() => [...document.querySelectorAll('{selector}')].some(each => each.textContent.includes('{text}'))"


def built() -> list[str]:
    names = [f"{path.stem}.html" for path in NOTEBOOKS if (ROOT / "reports" / f"{path.stem}.html").exists()]
    return ["index.html", *names]


# --- the report -------------------------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """A page as opened once and looked at in two widths: how wide it is in each, and what is in it."""

    widths: dict[int, int]
    words: dict[int, str]
    pictures: list[int]
    low: list[str]


@pytest.fixture
def seen(report) -> Callable[[str], Seen]:
    def look(name: str) -> Seen:
        widths, words = {}, {}
        page = report(name, 1280)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            widths[width] = page.evaluate("document.documentElement.scrollWidth")
            words[width] = page.evaluate("document.body.innerText").strip()
        pictures = page.locator("img").evaluate_all("all => all.map(each => each.complete && each.naturalWidth)")
        return Seen(widths, words, pictures, page.evaluate(CONTRAST))

    return look


@pytest.mark.parametrize("name", built())
def test_a_page_fits_shows_its_pictures_and_stands_out_from_its_ground(seen, name):
    """No width scrolls sideways; all text has WCAG AA, 4.5 : 1, on the plain page."""
    page = seen(name)
    assert {width: wide for width, wide in page.widths.items() if wide > width} == {}
    assert all(page.words.values())
    assert all(size > 10 for size in page.pictures)
    assert page.pictures or name != "index.html"
    assert page.low == []


def rows(page) -> list[str]:
    return page.locator("#table-findings tbody tr:visible").all_inner_texts()


def test_the_tables_filter_and_sort(report):
    page = report("index.html", 1280)
    everything = page.locator("#table-findings tbody tr").count()
    assert 0 < len(rows(page)) < everything
    page.locator("#findings .more").click()
    assert len(rows(page)) == everything
    page.get_by_label("Search the findings").fill("Growth: CAGR")
    found = rows(page)
    assert 0 < len(found) < everything
    assert all("Growth: CAGR" in row for row in found)
    assert f"{len(found)} matching" in page.locator("#findings output").inner_text()
    page.get_by_label("Search the findings").fill("")
    page.locator("#findings .tools").get_by_label("Outcome").select_option("cannot both be true")
    assert all("cannot both be true" in row for row in rows(page))
    assert len(rows(page)) < everything


def test_columns_sort_both_ways_and_say_so(report):
    page = report("index.html", 1280)
    head = page.locator("#table-ledger thead th").nth(1)
    values = "all => all.map(each => Number(each.dataset.sort))"
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        order = page.locator("#table-ledger tbody tr td:nth-child(2)").evaluate_all(values)
        assert order == sorted(order, reverse=direction == "descending")


def test_without_javascript_every_row_is_there_and_no_idle_control(report):
    page = report("index.html", 390, script=False)
    table = page.locator("#table-ledger tbody tr")
    assert table.count() > 100
    assert table.last.is_visible()
    assert page.locator("input, select, button").count() == 0


def test_a_filter_and_a_finding_have_an_address(report):
    page = report("index.html", 1280)
    page.select_option("#findings select >> nth=0", "cannot both be true")
    shown = page.locator("#table-findings tbody tr:visible").count()
    address = page.url
    assert "#findings&outcome=" in address
    page.evaluate("location.hash = 'ledger'")
    page.select_option("#findings select >> nth=0", "")
    page.evaluate(f"location.hash = {address.split('#')[1]!r}")
    page.wait_for_timeout(200)
    assert page.locator("#table-findings tbody tr:visible").count() == shown
    last = page.locator("#table-findings tbody tr").last.get_attribute("id")
    page.evaluate(f"location.hash = {last!r}")
    page.wait_for_timeout(200)
    assert page.locator(f"[id='{last}']").is_visible()


def test_it_prints_on_paper(report):
    page = report("index.html", 1280)
    assert page.pdf(format="A4", print_background=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    assert not page.locator("nav").first.is_visible()


CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const ground = each => { for (let at = each; at; at = at.parentElement) {
    const found = rgb(getComputedStyle(at).backgroundColor); if (found.length < 4 || found[3] === 1) return found; }
    return [255, 255, 255]; };
  const low = new Set();
  for (const each of document.querySelectorAll("body *")) {
    if (!each.checkVisibility() || ![...each.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const style = getComputedStyle(each), colour = rgb(each instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [light(colour), light(ground(each))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.add(each.tagName + "." + each.className + ": " + style.color);
  }
  return [...low].slice(0, 10);
}"""


# --- the page of an audit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_an_audit_fits_and_stands_out_by_day_and_by_night(browser, tmp_path, scheme):
    audits = [checked().sheet(name) for name in (PAGE.name, "again.html")]
    (tmp_path / "audit.html").write_text(audit_page.page(audits), encoding="utf-8")
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    opened.goto((tmp_path / "audit.html").as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (1280, 390):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.evaluate(CONTRAST) == []
    ground = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
    opened.close()


def test_the_sample_is_shown_with_its_failure_beside_it(browser, tmp_path):
    """The picture of the README: `SCREENSHOTS=reports`."""
    analysis.audit(form.sample()).to_html(tmp_path / "sample.html")
    opened = browser.new_page(viewport={"width": 1000, "height": 700})
    opened.goto((tmp_path / "sample.html").as_uri())
    note, mark = opened.locator(".note.contradiction").first, opened.locator(".text mark.contradiction").first
    assert note.bounding_box()["x"] > mark.bounding_box()["x"] + mark.bounding_box()["width"]
    assert abs(note.bounding_box()["y"] - mark.bounding_box()["y"]) < 60
    if folder := os.environ.get("SCREENSHOTS"):
        opened.screenshot(path=f"{folder}/audited-page.png")
    opened.close()


HOSTILE = """<html><head><link rel="canonical" href="javascript:hit()"><base href="https://example.org/"></head><body>
<h1>Pay <script>hit()</script> &lt;script&gt;hit()&lt;/script&gt; [x](javascript:hit())</h1>
<p>Pilots earn <b onclick="hit()">$50,000</b> a year &lt;img src=https://example.org/x onerror=hit()&gt;, up 5% from
$40,000 &lt;/textarea&gt;&lt;/style&gt;&lt;svg onload=hit()&gt; {{7*7}} `hit()` &lt;http://example.org&gt;.</p>
<table><tr><th>&lt;iframe src=javascript:hit()&gt;</th><th>Staff "onmouseover="hit()</th><th>Left ![x](https://example.org/y)</th></tr>
<tr><td>&lt;a href=javascript:hit()&gt;A&lt;/a&gt;</td><td>110</td><td>13</td></tr>
<tr><td>B' onfocus='hit() autofocus='</td><td>220</td><td>24</td></tr>
<tr><td>&lt;img/src=x onerror=hit()&gt;</td><td>330</td><td>35</td></tr>
<tr><td>Total [x](javascript:hit())</td><td>660</td><td>92</td></tr></table></body></html>"""
DRAWING = "img.ranges[src^='data:image/svg+xml,']"  # our own, in which nothing runs
INJECTED = f"script, img:not({DRAWING}), iframe, svg[onload], a[href^=javascript], a[href^=http]"
INJECTED += ", [onclick], [onerror], [onfocus]"


@pytest.mark.parametrize("form_of", ["page", "fragment", "cards", "markdown"])
def test_nothing_of_a_hostile_source_runs_or_is_fetched(browser, tmp_path, form_of):
    audit = analysis.audit(HOSTILE)
    written = {
        "page": audit.to_html,
        "fragment": audit._repr_html_,
        "cards": lambda: cards.Cards(audit.view)._repr_html_(),
        "markdown": lambda: MarkdownIt("commonmark", {"html": True}).render(as_markdown(audit.view)),
    }
    (tmp_path / "hostile.html").write_text(f"<!doctype html><meta charset=utf-8>{written[form_of]()}", encoding="utf-8")
    asked: list[str] = []
    opened = browser.new_page()
    opened.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1 }")
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tmp_path / "hostile.html").as_uri())
    opened.evaluate(
        "for (const each of document.querySelectorAll('*')) { each.dispatchEvent(new MouseEvent('mouseover')) }"
    )
    opened.wait_for_timeout(100)
    assert opened.locator("body").inner_text().count("hit()") > 0  # it is there, as text
    assert (opened.evaluate("window.hits"), opened.locator(INJECTED).count(), len(asked)) == (0, 0, 1)
    opened.close()


# --- JupyterLab -------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


#: Nothing is asked of the net, and every cell is drawn, not only those in sight.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def own_folders(home: Path) -> dict[str, str]:
    """An environment in which JupyterLab finds none of the user's settings, and leaves none."""
    for plugin, settings in SETTINGS.items():
        file = home / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(settings))
    folders = {
        name: str(home / name.split("_")[1].lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    return os.environ | folders | {"HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "MPLBACKEND": ""}


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the notebooks: trusted, as if they had been run here."""
    pytest.importorskip("jupyterlab", reason="needs jupyterlab")
    home, port = tmp_path_factory.mktemp("home"), free_port()
    work = home / "work" / "notebooks"
    environment = own_folders(home)
    shutil.copytree(ROOT / "notebooks", work, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    Path(environment["JUPYTER_DATA_DIR"]).mkdir()
    trusting = sign.NotebookNotary(data_dir=environment["JUPYTER_DATA_DIR"])
    for path in work.glob("*.ipynb"):
        trusting.sign(nbformat.read(path, as_version=4))
    (work / RUN).write_text(json.dumps(without_outputs(json.loads((work / RUN).read_text(encoding="utf-8")))))
    formula = {"cell_type": "markdown", "id": "0", "metadata": {}, "source": "From $5 to $6 a share."}
    control = {"cells": [formula], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (work / FORMULA).write_text(json.dumps(control), encoding="utf-8")
    options = {
        "--ServerApp.port": port, "--ServerApp.port_retries": 0, "--IdentityProvider.token": "",
        "--ServerApp.root_dir": work,
        "--ServerApp.open_browser": False, "--ServerApp.allow_root": True, "--LabApp.expose_app_in_browser": True,
        "--LabApp.news_url": "None", "--ServerApp.log_level": "ERROR", "--ServerApp.ip": "127.0.0.1",
    }  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", *(f"{option}={value}" for option, value in options.items())]
    log = (home / "log").open("wb")
    server = subprocess.Popen(command, cwd=work, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        await_answer(server, f"{address}/api", home / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def without_outputs(notebook: dict) -> dict:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return notebook


def await_answer(server: subprocess.Popen, address: str, log: Path, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:  # an answer all the same
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


#: The one that is run here, with its form; the others are shown with the results that are committed, which running
#: them gives again (test_notebooks.py).
RUN = "06-check-your-own.ipynb"
FORMULA = "formula.ipynb"
PANEL = "window.jupyterapp?.shell.currentWidget"
#: Opens a notebook, with a kernel if it is to be run, and waits until it is drawn.
OPEN = """async ([path, run]) => {
  const { commands, shell } = window.jupyterapp;
  const kernelPreference = run ? undefined : { shouldStart: false, canStart: false };
  await commands.execute("docmanager:open", { path, factory: "Notebook", kernelPreference });
  await shell.currentWidget.revealed;
}"""
CONNECTED = f"() => {PANEL}?.sessionContext?.session?.kernel?.connectionStatus === 'connected'"
#: Every code cell has run, and none is waiting.
DONE = """() => {
  const { content, sessionContext } = window.jupyterapp.shell.currentWidget, { kernel } = sessionContext.session;
  const cells = content.model.sharedModel.cells.filter(cell => cell.cell_type === "code");
  const ran = cells.every(cell => !cell.source.trim() || cell.execution_count);
  const failed = cells.some(cell => cell.outputs.some(output => output.output_type === "error"));
  return failed || (ran && kernel.status === "idle");
}"""
#: What the notebook in front holds: of each output its kind, its error, the forms it has and its stream.
OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
  .filter(cell => cell.cell_type === "code").flatMap(cell => cell.outputs)
  .map(each => [each.output_type, `${each.ename || ""} ${each.evalue || ""}`, Object.keys(each.data || {}).join(" "),
    each.name || ""])"""
#: The widths of its plots as drawn, without those of cards.
PLOTS = f"""() => [...{PANEL}.node.querySelectorAll(".jp-OutputArea-output img:not(.ranges)")].map(
  each => each.complete ? each.naturalWidth : 0)"""
#: What stands in formulas, by notebook; the tabs behind stay drawn.
FORMULAS = """() => Object.fromEntries([...window.jupyterapp.shell.widgets("main")].filter(each => each.context).map(
  each => [each.context.path, [...each.node.querySelectorAll("mjx-container")].map(
    found => found.parentElement.textContent)]))"""


@pytest.fixture(scope="module")
def opened(browser, lab) -> Iterator[dict[str, tuple[list, list, list]]]:
    """Every notebook as one window of JupyterLab shows it: its outputs, its plots, and what stands in formulas."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    seen = {}
    try:
        page.goto(f"{lab}/lab?reset", wait_until="domcontentloaded")
        until(page, "() => window.jupyterapp?.restored")
        page.evaluate("() => window.jupyterapp.restored")
        for name in [path.name for path in NOTEBOOKS]:
            page.evaluate(OPEN, [name, name == RUN])
            if name == RUN:
                until(page, CONNECTED)
                page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
                until(page, DONE)
            outputs = page.evaluate(OUTPUTS)
            plots = sum("image/png" in output[2] for output in outputs)
            until(page, f"() => ({PLOTS})().filter(Boolean).length >= {plots}")
            seen[name] = outputs, page.evaluate(PLOTS)
            if folder := os.environ.get("SCREENSHOTS"):
                page.screenshot(path=f"{folder}/{Path(name).stem}-lab.png")
        page.evaluate(OPEN, [FORMULA, False])
        until(page, there("mjx-container"))
        page.wait_for_timeout(1000)  # typesetting comes after a cell is drawn
        formulas = page.evaluate(FORMULAS)
        yield {name: (*seen.get(name, ([], [])), found) for name, found in formulas.items()}
    finally:
        page.evaluate("window.jupyterapp?.serviceManager.sessions.shutdownAll()")
        page.close()


@pytest.mark.parametrize("notebook", [path.name for path in NOTEBOOKS])
def test_jupyterlab_shows_the_notebook_and_its_plots(opened, notebook):
    outputs, plots, formulas = opened[notebook]
    assert len(outputs) > 5
    assert [output for output in outputs if output[0] == "error"] == []
    assert [output for output in outputs if output[3] == "stderr"] == []
    assert len(plots) == sum("image/png" in output[2] for output in outputs)
    assert all(width > 10 for width in plots)
    assert formulas == []
    assert plots or "start" in notebook


def test_jupyterlab_runs_a_notebook_with_a_form(opened):
    assert any("jupyter.widget-view" in output[2] for output in opened[RUN][0])


def test_jupyterlab_would_set_dollars_as_a_formula(opened):
    """What the tests above look for does happen where nothing is done against it."""
    assert opened[FORMULA][2] != []


# --- the form as a page -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[str]:
    """The address of the form, served by Voilà."""
    pytest.importorskip("voila", reason="needs voila")
    home, port = tmp_path_factory.mktemp("app"), free_port()
    notebook = ROOT / "notebooks" / "06-check-your-own.ipynb"
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", "--strip_sources=True", str(notebook)]
    log = (home / "log").open("wb")
    server = subprocess.Popen(command, cwd=home, env=own_folders(home), stdout=log, stderr=subprocess.STDOUT)
    try:
        await_answer(server, f"http://127.0.0.1:{port}/static/favicon.ico", home / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_an_article_pasted_into_the_form_comes_back_marked(browser, app):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(app, timeout=120_000)
    until(page, there("textarea"))
    page.locator("textarea").fill("Openings for glaziers rose from 1,000 in 2023 to 1,500 in 2024, up 20%.")
    page.get_by_role("button", name="Check").click()
    until(page, there(".widget-html .text mark", "1,500"))
    assert page.locator(".widget-html .text mark").count() == 3
    page.locator("textarea").fill("https://example.org/page")
    page.get_by_role("button", name="Check").click()
    until(page, there("body *", "Not checked: https://example.org/page"))
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/app.png", full_page=True)
    page.close()
