"""The pictures: what is drawn, said and saved. No pixels are compared; people look at those."""

import sys
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from checked import checked

import analysis
from analysis import plots
from analysis.errors import InputError
from analysis.plots import colours, frames, growth, overview, rows, style
from analysis.report.view import OUTCOMES

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")
KINDS = ("UserWarning", "RuntimeWarning", "DeprecationWarning", "FutureWarning")
pytestmark = [pytest.mark.filterwarnings(f"error::{kind}") for kind in KINDS]
PICTURES = plots.pictures()


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def marks(ax, gid: str) -> list:
    """Everything on the Axes that was drawn as `gid`: range, point, open."""
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def drawn(name: str):
    """A picture of the report, unless the data hold nothing of its kind."""
    try:
        return PICTURES[name].draw()
    except InputError as nothing:
        pytest.skip(str(nothing))


@cache
def once(name: str):
    """The picture, drawn once for those who only look at it."""
    return drawn(name)


# --- the pictures of the report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_names_its_units_its_source_and_what_it_shows(name):
    ax = once(name)
    figure = ax.figure
    title = figure.get_suptitle().replace("\n", " ")
    assert title
    assert "{" not in title
    assert figure.get_supxlabel().startswith("Source: ")
    assert plots.alt_text(ax).startswith(title)
    assert len(plots.alt_text(ax)) > len(title) + 15
    assert name == "findings-matrix" or all(panel.get_xlabel() for panel in figure.axes)
    assert len(PICTURES[name].sentence.split()) > 3


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut_off_and_no_row_has_the_name_of_another(name):
    ax = once(name)
    figure = ax.figure
    figure.draw_without_rendering()
    for panel in figure.axes:
        names = [label.get_text() for label in panel.get_yticklabels() if label.get_text()]
        lists = name.startswith("skill")  # of several reports, each with a heading of its own
        assert lists or name in ("growth-forest", "exchange-rates") or len(names) == len(set(names))
        left, right = panel.get_xlim()
        for artist in marks(panel, "range"):
            assert all(left <= x <= right for x in artist.get_xdata())


@pytest.mark.parametrize("name", ["annotation-market", "ladder-ai-auditor", "findings-matrix"])
def test_a_picture_is_saved_with_the_same_bytes_each_time(name, tmp_path):
    first = plots.save(drawn(name), tmp_path / "first")
    again = plots.save(drawn(name), tmp_path / "again")
    assert [path.suffix for path in first] == [".png", ".svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert not plt.get_fignums()


def test_a_notebook_shows_the_alternative_text_with_the_image():
    figure = plots.picture("time-allocation").figure
    _, metadata = figure._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == figure.get_label()


def with_a_fifth_article(name, **options):
    """A dataset with the rows of one article again, as those of another on another occupation."""
    rows = analysis.load(name, **options)
    more = rows[rows["article"] == "ai-auditor"].assign(article="pastry-chef") if "article" in rows else rows.iloc[:0]
    for column in ("figure_id", "same_as", "figure_ids", "finding_id", "role"):
        if column in more:
            more = more.assign(**{column: more[column].str.replace("ai-auditor", "pastry-chef")})
    return pd.concat([rows, more], ignore_index=True)


@pytest.mark.parametrize("name", PICTURES)
def test_a_fifth_article_breaks_no_picture(name, monkeypatch):
    monkeypatch.setattr(frames, "load", with_a_fifth_article)
    assert drawn(name).figure.get_suptitle()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("plot = 'lader'", "did you mean 'ladder'?"),
        ("plot = 'ladder'\narguments = { where = 'level == \"senor\"' }", "no row is left"),
        ("plot = 'ladder'\narguments = { where = 'levl == 1' }", "is no condition on these rows"),
        ("plot = 'ladder'\ntitle = '{lowest}'", "this picture knows"),
        ("plot = 'path'\narguments = { market = 'data-anotation' }", "did you mean 'data-annotation'?"),
        ("plot = 'bars'\narguments = { data = 'job' }", "did you mean 'jobs'?"),
        (
            "plot = 'lines'\narguments = { senses = ['percent'], series = [{ data = 'jobs', label = 'a' }] }",
            "choose of stated",
        ),
        ("plot = 'ladder'\n[[picture]]\nname = 'a'\nplot = 'bars'", "stands there twice"),
    ],
)
def test_a_wrong_row_says_what_there_is_to_choose(made, said, tmp_path):
    file = tmp_path / "pictures.toml"
    file.write_text(f"[[picture]]\nname = 'a'\n{made}\n")
    with pytest.raises(InputError) as caught:
        plots.pictures(file)["a"].draw()
    assert said in str(caught.value)


# --- rows -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["data-annotator", "ai-operations-manager", "ai-auditor", "ai-architect"])
def test_a_ladder_draws_each_statement_once_and_each_open_end_as_an_arrow(role):
    where = f"role == {role!r} and is_subject == True"
    stated, _, _ = rows._drawn("salaries", where, "USD", 2080)
    ax = plots.ladder(where=where)
    closed = stated["low"].notna() & stated["high"].notna() & (stated["low"] < stated["high"])
    assert len(marks(ax, "range")) == closed.sum()
    assert len(marks(ax, "point")) == (~closed).sum()
    assert len(marks(ax, "open")) == stated["open_low"].sum() + stated["open_high"].sum()
    assert all(any(quote in text for text in texts(ax)) for quote in stated["quote"])


def test_arrows_point_away_from_the_open_end():
    _, ax = plt.subplots()
    style.spread(ax, 0, float("nan"), 5, "black", open_low=True)
    style.spread(ax, 1, 5, float("nan"), "black", open_high=True)
    assert [arrow.xyann[0] < 0 for arrow in marks(ax, "open")] == [True, False]
    assert {arrow.xy[0] for arrow in marks(ax, "open")} == {5}


def test_currency_and_working_year_change_what_they_should():
    dollars, _, _ = rows._drawn("salaries", "", "USD", 2080)
    euros, _, _ = rows._drawn("salaries", "", "EUR", 1040)
    hourly, in_euros = dollars["period"] == "hour", dollars["currency"] == "EUR"
    assert hourly.any()
    assert in_euros.any()
    rate, low = euros["eur_per_usd"], euros["drawn_low"]
    assert low[hourly].tolist() == pytest.approx(
        (dollars["drawn_low"] * rate / 2)[hourly].tolist(), abs=0.01, nan_ok=True
    )
    assert low[in_euros].tolist() == pytest.approx(dollars.loc[in_euros, "annual_low"].tolist(), nan_ok=True)
    ax = plots.ladder(where="level == 'senior'", currency="EUR")
    assert "EUR" in ax.get_xlabel()
    assert ax.xaxis.get_major_formatter()(120_000, 0) == "€120k"


def test_labels_of_a_currency_with_many_noughts_do_not_collide():
    ax = plots.picture("senior-pay", currency="VND")
    ax.figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()]
    inside = [box for box in boxes if box.x1 > ax.bbox.x0 and box.x0 < ax.bbox.x1]
    assert all(left.x1 < right.x0 for left, right in pairwise(inside))


def test_rows_of_one_name_say_in_what_they_differ():
    pay = pd.DataFrame(
        {
            "level": ["entry"] * 3,
            "statistic": ["mean", "range", "range"],
            "figure_id": ["a/table-2/1/1/1", "a/table-3/1/1/1", "a/statement-4/1"],
        }
    )
    assert frames.labels(pay, ["level"]) == ["Entry · mean", "Entry · table 3", "Entry · in the text"]


def test_countries_and_regions_are_named():
    assert frames.name("country", "SG") == "Singapore"
    assert frames.name("region", "southeast-asia") == "Southeast Asia"
    assert frames.name("role", "ai-auditor") == "AI auditor"


def test_statements_of_the_same_pay_are_not_mixed():
    groups = plots.alike(where="is_subject == True")
    for group, agreement in groups:
        assert group[["role", "level"]].nunique().tolist() == [1, 1]
        assert not group["statistic"].isin(["minimum", "maximum"]).any()
        assert (group["drawn_low"].nunique() > 1) or agreement != "apart" or group["drawn_high"].nunique() > 1
    assert {agreement for _, agreement in groups} == {"identical", "compatible", "apart"}


def test_openings_are_lower_bounds():
    ax = plots.picture("openings-by-region")
    assert len(marks(ax, "open")) == len(ax.get_yticklabels()) == 5


# --- growth -----------------------------------------------------------------------------------------------------------


def test_the_paths_of_a_market_end_where_rate_and_size_lead():
    sizes, rates = growth.stated_sizes(market="data-annotation"), growth._rates("growth_rates", "", "data-annotation")
    paths = plots.led(sizes, rates).set_index("scenario")
    assert paths.loc["main", "led"] == pytest.approx(2.24e9 * 1.2854**8)
    assert paths.loc["main", "implied"] == pytest.approx(37.85, abs=0.005)
    assert paths.loc["alternative", "implied"] == pytest.approx(27.48, abs=0.005)
    ax = plots.path(market="data-annotation")
    assert ax.get_yscale() == "log"
    assert len(marks(ax, "stated")) == len(marks(ax, "implied")) == len(paths)
    assert any("leads\nto $16.7 bn" in text for text in texts(ax))


def test_a_growth_in_all_is_not_compounded():
    sizes = pd.DataFrame({"year": [2025, 2030], "low": [100.0, 250.0], "scenario": ""})
    rates = pd.DataFrame(
        {"low": [130.0], "high": [160.0], "kind": "total", "start_year": 2025, "end_year": 2030, "scenario": ""}
    )
    (path,) = plots.led(sizes, rates).itertuples()
    assert (path.led, path.implied, path.stated) == (pytest.approx(260), pytest.approx(150), "130–160%")


def test_precision_bars_reach_half_a_printed_digit():
    sizes = growth.stated_sizes(market="data-annotation").set_index("year")
    assert sizes.loc[2024, "half"] == 0.005e9
    assert sizes.loc[2032, "half"] == 0.05e9


def test_the_forest_shows_stated_and_implied_for_each_rate():
    found = pd.DataFrame({
        "verdict": ["inconsistent", "consistent"], "stated_low": [14.4, 20.0], "stated_high": [14.6, 20.1],
        "implied_low": [27.0, 19.9], "implied_high": [28.0, 20.2], "unit": "percent", "subject": "Drones",
        "article": "drones", "figure_ids": analysis.load("figures")["figure_id"].iloc[0],
    })  # fmt: skip
    ax = plots.forest(found, where="")
    assert len(marks(ax, "range")) == 2 * len(found)
    assert len(marks(ax, "point")) == len(found)
    assert sum("cannot be" in text for text in texts(ax)) == 1
    assert ax.figure.get_suptitle() == "1 of 2 stated growth rates cannot be right"


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_matrix_counts_every_finding_once_and_each_cell_is_filled_by_its_outcomes():
    cells = overview.by_family()
    found = analysis.load("findings")
    assert cells["checked"].sum() == len(found)
    assert cells["failed"].sum() == (found["verdict"] == "inconsistent").sum()
    ax = plots.matrix()
    widths = {outcome: sum(bar.get_width() for bar in ax.patches if bar.get_gid() == outcome) for outcome in OUTCOMES}
    assert sum(widths.values()) == pytest.approx(0.84 * len(cells))
    assert widths["ok"] > widths["contradiction"] > 0
    assert list(colours.OUTCOMES) == list(OUTCOMES)


def test_the_accounting_counts_every_figure_once():
    counts = overview.places()
    assert counts.drop(columns="excluded").to_numpy().sum() == len(analysis.load("figures"))


def test_an_audit_is_drawn_like_the_datasets():
    audit = checked()
    assert plots.matrix(audit).figure.get_suptitle().startswith("2 of 5 relations do not hold")
    assert f"{len(audit.facts)} figures of 1 article" in plots.accounting(audit).figure.get_suptitle()
    assert "statements from $" in plots.ladder(audit, "unit == 'USD/year'", label=["row_label"]).figure.get_suptitle()


def test_outcomes_are_told_apart_in_grey():
    grey = [
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(matplotlib.colors.to_rgb, colours.OUTCOMES.values())
    ]
    assert grey == sorted(grey)
    assert min(second - first for first, second in pairwise(grey)) > 0.02
    markers = [marker for _, marker in colours.VERDICTS.values()]
    assert len(set(markers)) == len(markers) - 1  # within rounding is a lighter consistent


def test_a_picture_is_drawn_on_the_axes_given_and_leaves_settings_alone():
    before = dict(plt.rcParams)
    _, given = plt.subplots()
    assert plots.ladder(where="role == 'data-annotator'", ax=given) is given
    assert dict(plt.rcParams) == before


def test_without_matplotlib_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(InputError, match=r'drawing needs matplotlib, .*"\.\[plots\]"'):
        plots.path(market="data-annotation")


def test_a_table_links_each_figure_to_its_words_on_the_page():
    html = plots.table(analysis.load("figures")[["figure_id", "quote", "low"]].tail(3), "sample").to_html()
    assert html.count("<a href=") == 3
    assert "#:~:text=" in html
    assert 'id="T_sample"' in html
    assert "mathjax_ignore" in html
    assert html == plots.table(analysis.load("figures")[["figure_id", "quote", "low"]].tail(3), "sample").to_html()
