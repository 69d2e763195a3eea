"""The pictures: what is drawn, said and saved. No pixels are compared; people look at those."""

import sys
from itertools import pairwise

import pytest

import analysis
from analysis import plots
from analysis.errors import InputError
from analysis.plots import pay, style
from analysis.report.view import OUTCOMES

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")
KINDS = ("UserWarning", "RuntimeWarning", "DeprecationWarning", "FutureWarning")
pytestmark = [pytest.mark.filterwarnings(f"error::{kind}") for kind in KINDS]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def marks(ax, gid: str) -> list:
    """Everything on the Axes that was drawn as `gid`: range, point, open."""
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("name", plots.GALLERY)
def test_every_picture_names_its_units_its_source_and_what_it_shows(name):
    ax = plots.GALLERY[name].draw()
    figure = ax.figure
    assert figure.get_suptitle()
    assert figure.get_supxlabel().startswith("Source: ")
    assert plots.alt_text(ax).startswith(figure.get_suptitle())
    assert len(plots.alt_text(ax)) > len(figure.get_suptitle()) + 15
    assert name == "findings-matrix" or all(panel.get_xlabel() for panel in figure.axes)
    assert not any(panel.get_legend() for panel in figure.axes)


@pytest.mark.parametrize("name", ["annotation-market", "ladder-ai-auditor", "findings-matrix"])
def test_a_picture_is_saved_with_the_same_bytes_each_time(name, tmp_path):
    first = plots.save(plots.GALLERY[name].draw(), tmp_path / "first")
    again = plots.save(plots.GALLERY[name].draw(), tmp_path / "again")
    assert [path.suffix for path in first] == [".png", ".svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert not plt.get_fignums()


def test_a_notebook_shows_the_alternative_text_with_the_image():
    figure = plots.time_allocation().figure
    _, metadata = figure._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == figure.get_label()


@pytest.mark.parametrize("role", style.ARTICLES)
def test_a_ladder_draws_each_statement_once_and_each_open_end_as_an_arrow(role):
    stated = pay.stated_pay().query("role == @role")
    ax = plots.salary_ladder(role)
    closed = stated["low"].notna() & stated["high"].notna() & (stated["low"] < stated["high"])
    assert len(marks(ax, "range")) == closed.sum()
    assert len(marks(ax, "point")) == (~closed).sum()
    assert len(marks(ax, "open")) == stated["open_low"].sum() + stated["open_high"].sum()
    assert [label.get_text() != "" for label in ax.get_yticklabels()] == [True] * len(stated)
    assert all(any(quote in text for text in texts(ax)) for quote in stated["quote"])


def test_arrows_point_away_from_the_open_end():
    _, ax = plt.subplots()
    style.spread(ax, 0, float("nan"), 5, "black", open_low=True)
    style.spread(ax, 1, 5, float("nan"), "black", open_high=True)
    assert [arrow.xyann[0] < 0 for arrow in marks(ax, "open")] == [True, False]
    assert {arrow.xy[0] for arrow in marks(ax, "open")} == {5}


def test_currency_and_working_year_change_what_they_should():
    dollars, euros = pay.stated_pay(), pay.stated_pay("EUR", 1040)
    hourly, in_euros = dollars["period"] == "hour", dollars["currency"] == "EUR"
    assert hourly.any()
    assert in_euros.any()
    rate = euros["eur_per_usd"]
    assert euros.loc[hourly, "low"].tolist() == pytest.approx((dollars["low"] * rate / 2)[hourly].tolist(), abs=0.01)
    assert euros.loc[in_euros, "low"].tolist() == dollars.loc[in_euros, "annual_low"].tolist()
    other = ~hourly & ~in_euros & dollars["low"].notna()
    assert euros.loc[other, "low"].tolist() == pytest.approx((dollars["low"] * rate)[other].tolist(), abs=0.01)
    ax = plots.pay_by_role(currency="EUR")
    assert "EUR" in ax.get_xlabel()
    assert ax.xaxis.get_major_formatter()(120_000, 0) == "€120k"


def test_the_paths_of_a_market_end_where_rate_and_size_lead():
    paths = plots.scenario_paths("data-annotation").set_index("scenario")
    assert paths.loc["main", "led"] == pytest.approx(2.24e9 * 1.2854**8)
    assert paths.loc["main", "implied"] == pytest.approx(37.85, abs=0.005)
    assert paths.loc["alternative", "implied"] == pytest.approx(27.48, abs=0.005)
    ax = plots.market_path()
    assert ax.get_yscale() == "log"
    assert [len(marks(ax, gid)) for gid in ("stated", "implied")] == [2, 2]
    assert any("leads\nto $16.7 bn" in text for text in texts(ax))


def test_precision_bars_reach_half_a_printed_digit():
    sizes = plots.markets.stated_sizes("data-annotation").set_index("year")
    assert sizes.loc[2024, "half"] == 0.005e9
    assert sizes.loc[2032, "half"] == 0.05e9


def test_the_forest_shows_stated_and_implied_for_each_rate():
    found = plots.markets.stated_rates()
    ax = plots.growth_forest()
    assert len(marks(ax, "range")) == 2 * len(found)
    assert len(marks(ax, "point")) == len(found)
    failed = found["verdict"] == "inconsistent"
    assert sum("cannot be" in text for text in texts(ax)) == failed.sum() > 0
    assert len({style.VERDICTS[verdict] for verdict in found["verdict"]}) == found["verdict"].nunique()


def test_the_matrix_counts_every_finding_once():
    cells = plots.overview.findings_by_family()
    found = analysis.load("findings")
    assert cells["checked"].sum() == len(found)
    assert cells["failed"].sum() == (found["verdict"] == "inconsistent").sum()
    written = [text.get_text() for text in plots.findings_matrix().texts if "\n" in text.get_text()]
    assert len(written) == len(cells)
    assert list(style.OUTCOMES) == list(OUTCOMES)
    open_only = cells[(cells["failed"] == 0) & (cells["worst"] == "undetermined")]
    assert len(open_only) == sum("undetermined" in text for text in written) > 0
    assert not any("checked\ndefinition" in text for text in written)


def test_the_accounting_counts_every_figure_once():
    counts = plots.overview.accounts()
    assert counts.drop(columns="excluded").to_numpy().sum() == len(analysis.load("figures"))


def test_openings_are_lower_bounds():
    ax = plots.openings_by_region()
    assert len(marks(ax, "open")) == len(ax.get_yticklabels()) == 5
    assert len(marks(plots.openings_projection(), "open")) == 4


def test_statements_of_the_same_pay_are_not_mixed():
    for group, agreement in pay.same_pay():
        assert group[["role", "level"]].nunique().tolist() == [1, 1]
        assert not group["statistic"].isin(["minimum", "maximum"]).any()
        assert (group["low"].nunique() > 1) or agreement != "apart" or group["high"].nunique() > 1
    assert {agreement for _, agreement in pay.same_pay()} == {"identical", "compatible", "apart"}


def test_outcomes_are_told_apart_in_grey():
    grey = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(matplotlib.colors.to_rgb, style.OUTCOMES.values())]
    assert grey == sorted(grey)
    assert min(second - first for first, second in pairwise(grey)) > 0.02
    markers = [marker for _, marker in style.VERDICTS.values()]
    assert len(set(markers)) == len(markers) - 1  # within rounding is a lighter consistent


def test_a_picture_is_drawn_on_the_axes_given_and_leaves_settings_alone():
    before = dict(plt.rcParams)
    _, given = plt.subplots()
    assert plots.salary_ladder("data-annotator", ax=given) is given
    assert dict(plt.rcParams) == before


def test_without_matplotlib_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(InputError, match=r"ai-career-figures\[plots\]"):
        plots.market_path()


def test_a_table_links_each_figure_to_its_words_on_the_page():
    html = plots.table(analysis.load("figures")[["figure_id", "quote", "low"]].tail(3), "sample").to_html()
    assert html.count("<a href=") == 3
    assert "#:~:text=" in html
    assert 'id="T_sample"' in html
    assert html == plots.table(analysis.load("figures")[["figure_id", "quote", "low"]].tail(3), "sample").to_html()
