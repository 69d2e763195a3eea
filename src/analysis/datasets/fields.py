"""Every column once: its type, its unit and what it means; and every dataset as a list of columns.

The schemas that guard each build, `datapackage.json` and the data dictionary are all made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

#: Measures a figure can have, and the dataset each one flows into (none: it stays in the ledger).
MEASURES: dict[str, str] = {
    "salary": "salaries",
    "pay_change": "pay_changes",
    "market_size": "forecasts",
    "growth_rate": "growth_rates",
    "share": "percentages",
    "demand": "percentages",
    "adoption": "percentages",
    "usage": "percentages",
    "frequency": "percentages",
    "allocation": "percentages",
    "weight": "percentages",
    "job_count": "jobs",
    "score": "scores",
    "duration": "durations",
    "experience": "",
    "firm_size": "",
    "ratio": "",
    "amount": "",
    "count": "",
}
LEVELS = ("entry", "mid", "senior", "executive", "all")
STATISTICS = ("range", "mean", "median", "p25", "p75", "p90", "minimum", "maximum")
COMPONENTS = ("base", "bonus", "equity", "other", "total", "unspecified")
STATUSES = ("historical", "estimate", "projection")
GROWTH_KINDS = ("cagr", "yoy", "total")
RATE_BASES = ("cagr", "yoy", "qoq", "mom", "total")
BLOCK_KINDS = ("table", "chart", "statement")
PERIOD_BASES = ("cell", "header", "title", "section", "curated")
VERDICTS = ("consistent", "consistent_within_rounding", "inconsistent", "undetermined")
SEVERITIES = ("contradiction", "mislabel", "definition", "rounding", "ok")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `type` is a Frictionless type; `unit` is a registry unit, or `column:unit` where a column says it."""

    name: str
    type: str
    description: str
    unit: str = ""
    enum: tuple[str, ...] = ()
    required: bool = False
    ordered: bool = False  # the controlled terms are in an order, which pandas and Parquet keep


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: its columns in order, its primary key and what one row is."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ("figure_id",)
    foreign: tuple[tuple[str, str, str], ...] = ()  # (column, dataset, its column)
    meanings: tuple[tuple[str, str], ...] = ()  # columns that mean something else here than elsewhere
    optional: tuple[str, ...] = ()  # columns that may be empty here and nowhere else

    @property
    def fields(self) -> list[Field]:
        """Its columns, each as this dataset means it."""
        return [self.field(column) for column in self.columns]

    def field(self, column: str) -> Field:
        """The column as this dataset means it."""
        meaning = dict(self.meanings).get(column)
        field = Field(column, "string", meaning, required=True) if meaning else FIELDS[column]
        return replace(field, required=False) if column in self.optional else field


_PERIOD = "The period it speaks of, sortable: 2024, 2024-H1, 2024-Q3, 2024-07, 2024-07-31, or a span, 2023/2030"
_OF_UNIT = "column:unit"
_OF_CURRENCY = "column:currency"

_FIELDS = (
    Field(
        "figure_id",
        "string",
        "Stable key: article/block-index/row/column/nth, or article/statement-index/nth",
        required=True,
    ),
    Field("article", "string", "Slug of the article the figure stands in", required=True),
    Field("section", "string", "Nearest heading above the figure"),
    Field(
        "block_kind",
        "string",
        "What the figure stands in: a table, a chart (preformatted text) or a statement (prose)",
        enum=BLOCK_KINDS,
        required=True,
    ),
    Field(
        "block_index", "integer", "1-based ordinal among the article's tables, charts or prose blocks", required=True
    ),
    Field("row", "integer", "1-based body row; 0 in the header; empty in a statement"),
    Field("column", "integer", "1-based column; empty in a statement"),
    Field("row_label", "string", "The row's label as printed"),
    Field("column_label", "string", "The column's header as printed"),
    Field("quote", "string", "The figure's text as printed", required=True),
    Field("low", "number", "Lower bound as stated, in base units; empty where open", _OF_UNIT),
    Field("high", "number", "Upper bound as stated, in base units; empty where open", _OF_UNIT),
    Field("resolution", "number", "Unit of the last printed digit, in base units", _OF_UNIT, required=True),
    Field("rounding", "number", "Unit of the last significant digit, in base units", _OF_UNIT, required=True),
    Field("approximate", "boolean", "Printed as about, nearly, ~ or estimated", required=True),
    Field("open_low", "boolean", "The lower end is open (up to, under)", required=True),
    Field("open_high", "boolean", "The upper end is open (over, at least, X+)", required=True),
    Field("unit", "string", "Unit of low and high; parses in the unit registry", required=True),
    Field("year", "integer", "Year the figure speaks of, or the first of its span"),
    Field("end_year", "integer", "Last year of the span the figure speaks of"),
    Field("basis", "string", "Of a rate: what period its change is over", enum=RATE_BASES),
    Field("measure", "string", "What kind of quantity it is", enum=tuple(MEASURES), required=True),
    Field("subject", "string", "What it measures, in the article's own label"),
    Field("period_basis", "string", "Where a pay period came from", enum=PERIOD_BASES),
    # keys of the datasets
    Field("role", "string", "Occupation, controlled term"),
    Field("role_label", "string", "Occupation as printed"),
    Field("is_subject", "boolean", "The occupation is the article's own"),
    Field("level", "string", "Seniority", enum=LEVELS, ordered=True),
    Field("level_label", "string", "Seniority as printed"),
    Field("country", "string", "ISO 3166-1 alpha-2 code"),
    Field("region", "string", "Region of the world, controlled term; `global` for the whole"),
    Field("location", "string", "City, state or cluster as printed"),
    Field("industry", "string", "Industry as printed"),
    Field("company_size_low", "number", "Staff of the employer, lower bound", "employee"),
    Field("company_size_high", "number", "Staff of the employer, upper bound", "employee"),
    Field("experience_low", "number", "Years of experience, lower bound", "year"),
    Field("experience_high", "number", "Years of experience, upper bound", "year"),
    Field("statistic", "string", "Which statistic of pay is stated", enum=STATISTICS),
    Field("component", "string", "Which part of pay is stated", enum=COMPONENTS),
    Field("direction", "string", "Whether pay is higher or lower by this much", enum=("higher", "lower")),
    Field("cause", "string", "What brings the change of pay, as printed"),
    Field("reference", "string", "What the change of pay is measured against"),
    Field("market", "string", "Market, controlled term"),
    Field(
        "scenario",
        "string",
        "Forecast scenario; empty: belongs to each of its market; `unspecified`: not said to which",
    ),
    Field("status", "string", "Past, estimated or projected value", enum=STATUSES),
    Field("kind", "string", "Compound annual, year-on-year or total growth", enum=GROWTH_KINDS),
    Field("start_year", "integer", "First year of the span"),
    Field("span_stated", "boolean", "The span is printed with the rate"),
    Field("topic", "string", "What the percentages, scores or durations of one block are about"),
    Field("population", "string", "Whom or what the percentage is of"),
    Field("whole", "string", "The set of percentages that must make 100; empty where none"),
    Field("scale_low", "number", "Lowest possible score", "score"),
    Field("scale_high", "number", "Highest possible score", "score"),
    # derived
    Field("currency", "string", "ISO 4217 code of the amounts as stated"),
    Field("period", "string", "Period of pay as stated", enum=("hour", "day", "week", "month", "year")),
    Field("annual_low", "number", "Lower bound per working year, in the currency stated", _OF_CURRENCY),
    Field("annual_high", "number", "Upper bound per working year, in the currency stated", _OF_CURRENCY),
    Field("usd_low", "number", "Lower bound in US dollars (salaries: per working year)", "USD"),
    Field("usd_high", "number", "Upper bound in US dollars (salaries: per working year)", "USD"),
    Field("fx_rate", "number", "Units of the currency for one US dollar"),
    Field("fx_date", "date", "Date of the exchange rate"),
    Field("fx_source", "string", "Source of the exchange rate"),
    Field("days_low", "number", "Lower bound in calendar days", "day"),
    Field("days_high", "number", "Upper bound in calendar days", "day"),
    Field("same_as", "string", "First figure that states the same quantity; empty in that first one"),
    # rates
    Field("date", "date", "Day the rate was published for", required=True),
    Field("per_usd", "number", "Units of the currency for one US dollar", required=True),
    Field("source", "string", "Who published the rate", required=True),
    # findings
    Field("finding_id", "string", "Stable key of the finding", required=True),
    Field("check", "string", "Family and relation checked, such as `growth.cagr`", required=True),
    Field("verdict", "string", "Whether the figures satisfy the relation", enum=VERDICTS, required=True, ordered=True),
    Field("severity", "string", "What a failure means", enum=SEVERITIES, required=True, ordered=True),
    Field("stated_low", "number", "Lower bound stated", _OF_UNIT),
    Field("stated_high", "number", "Upper bound stated", _OF_UNIT),
    Field("implied_low", "number", "Lower bound the other figures imply", _OF_UNIT),
    Field("implied_high", "number", "Upper bound the other figures imply", _OF_UNIT),
    Field("repair", "string", "Smallest change, or the slip, that would make the relation hold"),
    Field("explanation", "string", "The arithmetic in one or two sentences", required=True),
    Field("figure_ids", "string", "The figures involved, joined by one space", required=True),
    Field("part", "string", "The figure's part in the relation, such as `rate` or `start`", required=True),
)
FIELDS: dict[str, Field] = {field.name: field for field in _FIELDS}

_VALUES = ("low", "high", "unit", "approximate", "open_low", "open_high", "year")

FIGURES = (
    "figure_id", "article", "section", "block_kind", "block_index", "row", "column", "row_label", "column_label", "quote",
    "low", "high", "resolution", "rounding", "approximate", "open_low", "open_high", "unit", "year", "end_year", "period", "basis",
    "measure",
    "subject", "period_basis",
)  # fmt: skip
#: The wide ledger that the datasets and the checks are read from: the figures and the keys of every dataset.
FACTS = (
    *FIGURES, "title", "cell", "start", "end", "published", "scale", "signed", "header_unit",
    "role", "role_label", "is_subject", "level", "level_label", "country", "region", "location", "industry",
    "company_size_low", "company_size_high", "experience_low", "experience_high", "statistic", "component",
    "direction", "cause", "reference", "market", "scenario", "status", "kind", "start_year", "span_stated",
    "topic", "population", "whole", "scale_low", "scale_high",
)  # fmt: skip
_FIGURE = (("figure_id", "figures", "figure_id"),)


def _dataset(name: str, title: str, description: str, keys: tuple[str, ...], derived: tuple[str, ...] = ()) -> Dataset:
    columns = ("figure_id", "article", *keys, *_VALUES, *derived, "same_as")
    return Dataset(name, title, description, columns, foreign=(*_FIGURE, ("same_as", "figures", "figure_id")))


_DATASETS = (
    Dataset("figures", "Ledger of figures", "One row for each figure stated anywhere in the articles", FIGURES,
            meanings=(("period", _PERIOD),), optional=("period",)),
    _dataset("salaries", "Salaries", "Pay by role, level and place, in its own currency and in US dollars a working year",
             ("role", "role_label", "is_subject", "level", "level_label", "country", "region", "location", "industry",
              "company_size_low", "company_size_high", "experience_low", "experience_high", "statistic", "component"),
             ("currency", "period", "annual_low", "annual_high", "usd_low", "usd_high", "fx_rate", "fx_date", "fx_source")),
    _dataset("pay_changes", "Changes of pay", "Uplifts and differences of pay, in money or percent",
             ("role", "role_label", "level", "country", "region", "location", "component", "direction", "cause", "reference")),
    _dataset("forecasts", "Market sizes", "Sizes of markets by year, past and projected",
             ("market", "region", "scenario"), ("currency", "usd_low", "usd_high", "fx_date", "status")),
    _dataset("growth_rates", "Growth rates", "Compound, year-on-year and total growth",
             ("measure", "subject", "market", "region", "scenario", "kind", "start_year", "end_year", "span_stated")),
    _dataset("percentages", "Percentages", "Demand, adoption, frequencies, usage, allocations and weights",
             ("measure", "topic", "subject", "population"), ("whole",)),
    _dataset("jobs", "Jobs", "Counts of jobs, openings and postings", ("subject", "role", "country", "region", "scenario", "status")),
    _dataset("scores", "Scores", "Scores on a stated scale", ("topic", "subject"), ("scale_low", "scale_high")),
    _dataset("durations", "Durations", "How long things take", ("topic", "subject"), ("days_low", "days_high")),
    Dataset("rates", "Exchange rates", "Every exchange rate used", ("currency", "date", "per_usd", "source"), key=("currency", "date")),
    Dataset("findings", "Findings", "One row for each relation checked, whether it holds or not",
            ("finding_id", "article", "check", "measure", "subject", "verdict", "severity", "stated_low", "stated_high",
             "implied_low", "implied_high", "unit", "repair", "explanation", "figure_ids"), key=("finding_id",),
            optional=("article", "measure", "unit")),
    Dataset("finding_figures", "Figures of findings", "Which figures entered which finding, and as what",
            ("finding_id", "figure_id", "part"), key=("finding_id", "figure_id", "part"),
            foreign=(("finding_id", "findings", "finding_id"), *_FIGURE)),
)  # fmt: skip
DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in _DATASETS}
