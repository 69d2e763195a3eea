"""The datasets as saved and loaded: types, keys, options, one form of CSV, all or nothing."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import paths, units
from analysis.datasets import datapackage, schemas
from analysis.datasets.fields import DATASETS, FIELDS, LEVELS
from analysis.datasets.load import NAMES, PLACE, frame_of, load
from analysis.datasets.save import save, to_csv
from analysis.errors import InputError
from analysis.report import dictionary

WITH_FIGURES = [name for name in NAMES if "figure_id" in DATASETS[name].columns]
WITH_SAME_AS = [name for name in NAMES if "same_as" in DATASETS[name].columns]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A copy of the datasets to write over."""
    return Path(shutil.copytree(paths.processed(), tmp_path / "saved"))


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    return {name: load(name) for name in NAMES}


def test_the_literal_type_lists_every_dataset():
    assert tuple(DATASETS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_dataset_has_its_columns_in_their_types(name):
    frame = load(name)
    assert list(frame.columns) == list(DATASETS[name].columns)
    assert len(frame) > 0
    fields = {column: DATASETS[name].field(column) for column in frame.columns}
    expected = {column: "category" if each.ordered else schemas.DTYPES[each.type] for column, each in fields.items()}
    assert frame.dtypes.astype("str").to_dict() == expected


def test_terms_that_are_in_an_order_sort_and_compare_by_it():
    salaries, findings = load("salaries"), load("findings")
    assert list(salaries["level"].cat.categories) == list(LEVELS)
    assert salaries.sort_values("level")["level"].iloc[0] == "entry"
    assert set(findings.loc[findings["severity"] <= "mislabel", "severity"]) <= {"contradiction", "mislabel"}
    assert load("salaries", findings=True)["severity"].cat.ordered


def test_a_frame_says_what_it_is_where_it_comes_from_and_which_version():
    about = load("salaries", currency="EUR", source=True).attrs
    assert about["title"] == "Salaries"
    assert about["licence"] == "CC0-1.0"
    assert about["data_version"] == analysis.data_version()
    assert all(source["path"] in about["source"] for source in datapackage.read()["sources"])


def test_a_term_that_is_none_is_never_taken_for_a_missing_one():
    content = (paths.processed() / "findings.csv").read_bytes().replace(b"contradiction", b"scandal")
    with pytest.raises(InputError, match="severity holds 'scandal'"):
        frame_of("findings", content)


def test_saved_datasets_pass_their_schemas(frames):
    schemas.validate(frames)


@pytest.mark.parametrize("name", [name for name in NAMES if DATASETS[name].foreign])
def test_joining_to_the_figures_loses_no_row(name, frames):
    for column, other, target in DATASETS[name].foreign:
        keys = frames[name][column].dropna()
        assert set(keys) <= set(frames[other][target])


# --- options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_SAME_AS)
def test_distinct_keeps_one_row_a_quantity(name, frames):
    assert set(load(name, distinct=True)["figure_id"]) == set(frames[name].query("same_as.isna()")["figure_id"])


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_source_says_where_each_figure_stands(name, frames):
    joined = load(name, source=True)
    assert len(joined) == len(frames[name])
    assert joined["quote"].notna().all()
    assert set(PLACE) <= set(joined.columns)


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_findings_travel_with_the_figures_they_are_about(name, frames):
    flagged = load(name, findings=True)
    assert list(flagged["figure_id"]) == list(frames[name]["figure_id"])
    inconsistent = frames["findings"].query("verdict == 'inconsistent'")["finding_id"]
    members = frames["finding_figures"]
    members = members[members["finding_id"].isin(inconsistent)]
    expected = members.groupby("figure_id")["finding_id"].agg(set)
    for figure, found in zip(flagged["figure_id"], flagged["finding_ids"], strict=True):
        assert (set(found.split()) if isinstance(found, str) else set()) == expected.get(figure, set())


def test_every_contradiction_is_met_where_its_figures_are_loaded(frames):
    assert load("figures", findings=True)["finding_ids"].notna().any()


def test_another_currency_at_the_rate_of_the_articles_date(frames):
    dollars, euros = frames["salaries"], load("salaries", currency="eur")
    assert {"eur_low", "eur_high", "eur_per_usd"} <= set(euros.columns)
    assert not {"usd_low", "usd_high"} & set(euros.columns)
    for article, day in datapackage.published().items():
        of_article = euros[euros["article"] == article]
        assert set(of_article["eur_per_usd"].round(10)) <= {round(units.rate("EUR", day)[0], 10)}
    stated_in_dollars = dollars["currency"] == "USD"
    expected = (dollars["usd_low"] * euros["eur_per_usd"]).round(2)[stated_in_dollars]
    pd.testing.assert_series_equal(euros["eur_low"][stated_in_dollars], expected, check_names=False)


def test_amounts_stated_in_the_currency_asked_for_stay_as_stated():
    vietnamese = load("salaries", currency="VND").query("currency == 'VND'")
    assert len(vietnamese)
    pd.testing.assert_series_equal(vietnamese["vnd_low"], vietnamese["annual_low"], check_names=False)


def test_hours_per_year_change_only_pay_by_the_hour(frames):
    usual, short = frames["salaries"], load("salaries", hours_per_year=1040)
    hourly = usual["period"] == "hour"
    assert hourly.any()
    columns = ["annual_low", "annual_high", "usd_low", "usd_high"]
    pd.testing.assert_frame_equal(short[~hourly], usual[~hourly])
    pd.testing.assert_frame_equal(short[hourly][columns] * 2, usual[hourly][columns], rtol=1e-4)
    pd.testing.assert_frame_equal(load("salaries", hours_per_year=2080), usual)


def test_units_give_quantities_that_convert():
    salaries = load("salaries", units=True)
    euros = load("salaries", units=True, currency="EUR")
    assert str(salaries["usd_low"].dtype) == "pint[USD / work_year][Float64]"
    assert str(euros["eur_high"].dtype) == "pint[EUR / work_year][Float64]"
    an_hour = salaries["usd_low"].pint.to("USD/hour").pint.magnitude
    expected = load("salaries")["usd_low"]
    pd.testing.assert_series_equal(an_hour.astype("float64") * 2080, expected, check_names=False)
    assert str(load("percentages", units=True)["low"].dtype) == "pint[percent][Float64]"


@pytest.mark.parametrize("name", NAMES)
def test_units_can_be_had_for_every_dataset(name):
    assert len(load(name, units=True)) == len(load(name))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"name": "wages"}, "salaries"),
        ({"name": "salaries", "currency": "XXX"}, "EUR"),
        ({"name": "salaries", "currency": "euro"}, "EUR"),
        ({"name": "jobs", "currency": "EUR"}, "salaries, forecasts"),
        ({"name": "forecasts", "hours_per_year": 1800}, "salaries"),
        ({"name": "salaries", "hours_per_year": 0}, "1800"),
        ({"name": "rates", "source": True}, "figures"),
        ({"name": "rates", "findings": True}, "figures"),
        ({"name": "figures", "distinct": True}, "salaries"),
    ],
)
def test_a_wrong_argument_is_one_line_that_names_the_choices(arguments, said):
    with pytest.raises(InputError, match=said) as raised:
        load(**arguments)
    assert "\n" not in str(raised.value)


def test_missing_datasets_say_how_to_make_them(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "processed", lambda: tmp_path)
    with pytest.raises(InputError, match="analysis build"):
        load("salaries")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", bytes(range(256))])
def test_a_file_that_is_not_what_it_should_be_says_how_to_make_it(content):
    with pytest.raises(InputError, match=r"(?s)findings.csv: does not hold.*make it again: `analysis build`"):
        frame_of("findings", content)


def test_the_catalog_lists_what_there_is(frames):
    listed = analysis.catalog().set_index("name")
    assert listed["rows"].to_dict() == {name: len(frame) for name, frame in frames.items()}
    html = analysis.catalog()._repr_html_()
    assert all(dataset.description in html for dataset in DATASETS.values())
    assert list(analysis.catalog("salaries")["name"]) == list(DATASETS["salaries"].columns)


# --- saving ----------------------------------------------------------------------------------------------------------


def test_saving_what_was_loaded_gives_the_same_bytes(frames, tmp_path):
    save(frames, tmp_path)
    for saved in paths.processed().iterdir():
        assert (tmp_path / saved.name).read_bytes() == saved.read_bytes(), saved.name


def test_files_that_would_not_change_are_not_touched(frames, saved):
    before = {path: path.stat().st_mtime_ns for path in saved.iterdir()}
    save({name: frame.sample(frac=1, random_state=1) for name, frame in frames.items()}, saved)
    assert before == {path: path.stat().st_mtime_ns for path in saved.iterdir()}


def test_the_csv_form_keeps_types_apart():
    frame = pd.DataFrame(
        {
            "number": [2_240_000_000.0, 0.1 + 0.2, None],
            "integer": pd.array([1, None, 3], dtype="Int64"),
            "boolean": pd.array([True, False, None], dtype="boolean"),
            "text": ["NA", 'a "b", c', None],
            "date": pd.to_datetime(["2025-05-05", None, None]),
        }
    )
    assert to_csv(frame).decode() == (
        "number,integer,boolean,text,date\n"
        "2240000000.0,1,true,NA,2025-05-05\n"
        '0.30000000000000004,,false,"a ""b"", c",\n'
        ",3,,,\n"
    )


def _swapped(frame: pd.DataFrame) -> pd.DataFrame:
    ranges = frame["low"] < frame["high"]
    return frame.assign(low=frame["low"].where(~ranges, frame["high"]), high=frame["high"].where(~ranges, frame["low"]))


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("figures", _swapped, "low is not above high"),
        ("figures", lambda frame: frame.assign(measure="happiness"), "figures.measure.*controlled term.*happiness"),
        ("figures", lambda frame: frame.assign(unit="LPA"), "figures.unit.*registry.*LPA"),
        ("figures", lambda frame: pd.concat([frame, frame.head(1)]), "a key of its own"),
        ("figures", lambda frame: frame.assign(open_high=True), "high is missing where"),
        ("figures", lambda frame: frame.assign(low=None, high=None, open_low=False), "low is missing where"),
        ("figures", lambda frame: frame.assign(row="first"), "figures.row.*first.*integer"),
        ("figures", lambda frame: frame.assign(quote=""), "figures.quote.*a value in every row"),
        ("figures", lambda frame: frame.assign(year=2030, end_year=2020), "year is not after end_year"),
        ("figures", lambda frame: frame.iloc[1:], "refers to"),
        ("salaries", lambda frame: frame.assign(same_as="nobody/table-1/1/1/1"), "salaries.same_as.*refers to nobody"),
        ("salaries", lambda frame: frame.drop(columns="role"), "salaries: lacks the column role"),
        (
            "finding_figures",
            lambda frame: frame.assign(finding_id="none-" + frame["finding_id"]),
            "finding_id.*refers to none-",
        ),
    ],
)
def test_a_failing_check_names_the_place_and_changes_nothing(name, spoil, said, frames, saved):
    before = {path: path.read_bytes() for path in saved.iterdir()}
    with pytest.raises(InputError, match=said) as raised:
        save({**frames, name: spoil(frames[name])}, saved)
    assert "\n" not in str(raised.value)
    assert before == {path: path.read_bytes() for path in saved.iterdir()}


def test_a_failure_while_writing_changes_nothing(frames, saved, monkeypatch):
    before = {path: path.read_bytes() for path in saved.iterdir()}

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(datapackage, "write", full)
    with pytest.raises(OSError, match="no space"):
        save({**frames, "scores": frames["scores"].head(1)}, saved)
    assert before == {path: path.read_bytes() for path in saved.iterdir()}


# --- the data package ------------------------------------------------------------------------------------------------


def test_the_package_is_valid_and_so_are_its_datasets():
    from frictionless import Package

    package = Package(str(paths.processed() / datapackage.FILE))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    assert [task.stats["rows"] for task in report.tasks] == [resource.rows for resource in package.resources]


def test_the_package_describes_what_lies_beside_it(frames):
    described = datapackage.read()
    assert {source["slug"] for source in described["sources"]} == set(frames["figures"]["article"])
    assert all(source["title"] and source["path"].startswith("http") for source in described["sources"])
    for resource in described["resources"]:
        content = (paths.processed() / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert [field["name"] for field in resource["schema"]["fields"]] == list(frames[resource["name"]].columns)
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_the_package_names_the_contradictions_of_each_dataset(frames):
    for resource in datapackage.read()["resources"]:
        if resource["name"] in WITH_FIGURES:
            listed = load(resource["name"], findings=True)["finding_ids"].dropna()
            assert set(resource["findings"]) == {key for keys in listed for key in keys.split()}


def test_the_data_version_follows_the_data(frames, saved):
    same = json.loads((saved / datapackage.FILE).read_text())["data_version"]
    changed = frames["scores"].assign(high=lambda rows: rows["high"] + 1)
    save({**frames, "scores": changed}, saved)
    assert same == analysis.data_version()
    assert json.loads((saved / datapackage.FILE).read_text())["data_version"] != same


def test_every_unit_parses_in_the_registry_that_travels_with_the_data(frames):
    from pint import UnitRegistry

    travelling = UnitRegistry(None)
    travelling.load_definitions(datapackage.read()["unit_definitions"].splitlines())
    declared = {field.unit for field in FIELDS.values() if field.unit and not field.unit.startswith("column:")}
    stated = {unit for frame in frames.values() if "unit" in frame for unit in frame["unit"].dropna()}
    for unit in declared | stated:
        assert units.is_known(unit)
        travelling.Unit(unit)


@pytest.mark.parametrize("wrong", ["LPA", "USD/annum", "dollars", "USD per hour", "%", "M", "USD billion", "usd", ""])
def test_wrong_units_are_not_known(wrong):
    assert not units.is_known(wrong)


def test_units_named_by_a_column_are_in_that_column():
    for dataset in DATASETS.values():
        for column in dataset.columns:
            kind, _, other = dataset.field(column).unit.partition(":")
            assert kind != "column" or other in dataset.columns


def test_the_data_dictionary_explains_every_column():
    text = dictionary()
    for dataset in DATASETS.values():
        assert f"## {dataset.name}" in text
    assert all(f"| `{name}`" in text for name in FIELDS)


# --- other readers ---------------------------------------------------------------------------------------------------

_POLARS = {"string": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean", "date": "Date"}
_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_PANDAS = {"string": "str", "integer": "int64", "number": "float64", "boolean": "bool", "date": "str"}


def _full_columns(frame: pd.DataFrame, name: str) -> dict[str, str]:
    """Frictionless types of the columns that hold anything: an empty column has no type to find."""
    return {column: DATASETS[name].field(column).type for column in frame if frame[column].notna().any()}


@pytest.mark.parametrize("name", NAMES)
def test_polars_finds_the_types(name, frames):
    import polars

    path = paths.processed() / f"{name}.csv"
    assert len(polars.read_csv(path)) == len(frames[name])  # by the first rows alone, it must not stumble
    found = polars.read_csv(path, infer_schema_length=None, try_parse_dates=True).schema
    for column, kind in _full_columns(frames[name], name).items():
        assert str(found[column]) == _POLARS[kind], column


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_finds_the_types(name, frames):
    import duckdb

    path = paths.processed() / f"{name}.csv"
    found = dict(
        duckdb.sql(
            f"select column_name, column_type from (describe from read_csv('{path}', sample_size=-1))"
        ).fetchall()
    )
    for column, kind in _full_columns(frames[name], name).items():
        assert found[column] == _DUCKDB[kind], column


@pytest.mark.parametrize("name", NAMES)
def test_plain_pandas_finds_the_types(name, frames):
    found = pd.read_csv(paths.processed() / f"{name}.csv")
    for column, kind in _full_columns(frames[name], name).items():
        gaps = frames[name][column].isna().any()
        expected = {"integer": "float64", "boolean": "object"}.get(kind, _PANDAS[kind]) if gaps else _PANDAS[kind]
        assert str(found[column].dtype) == expected, column


# --- export and import -----------------------------------------------------------------------------------------------


def test_parquet_carries_units_descriptions_and_the_data_version(tmp_path, frames):
    from pyarrow import parquet

    from analysis.datasets.export import export

    assert len(export(tmp_path, "parquet")) == len(NAMES)
    for name in NAMES:
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.schema.metadata[b"data_version"].decode() == analysis.data_version()
        for field in table.schema:
            declared = DATASETS[name].field(field.name)
            assert field.metadata[b"description"].decode() == declared.description
            assert field.metadata.get(b"unit", b"").decode() == declared.unit
            assert getattr(field.type, "ordered", False) == declared.ordered
        back = pd.read_parquet(tmp_path / f"{name}.parquet")
        pd.testing.assert_frame_equal(back, frames[name], check_dtype=False)


def test_an_exported_package_is_that_of_the_datasets(tmp_path):
    from analysis.datasets.export import export

    for path in export(tmp_path, "csv"):
        assert path.read_bytes() == (paths.processed() / path.name).read_bytes()


def test_an_unknown_format_names_the_choices(tmp_path):
    from analysis.datasets.export import export

    with pytest.raises(InputError, match="parquet or csv"):
        export(tmp_path, "xlsx")


def _python(code: str, cwd: Path) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True).stdout


def test_importing_the_package_imports_nothing_heavy(tmp_path):
    heavy = "{'pandas', 'numpy', 'pint', 'lxml', 'matplotlib'}"
    code = f"import sys, analysis; dir(analysis); print(sorted({heavy} & set(sys.modules)))"
    assert _python(code, tmp_path) == "[]\n"


def test_loading_needs_nothing_but_pandas(tmp_path):
    heavy = "{'pint', 'lxml', 'matplotlib', 'currency_converter', 'pyarrow'}"
    before = "import sys, pandas; before = set(sys.modules)"
    code = f"{before}; import analysis; analysis.load('salaries'); print(sorted({heavy} & (set(sys.modules) - before)))"
    assert _python(code, tmp_path) == "[]\n"


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(AttributeError, match="catalog"):
        analysis.loda  # noqa: B018
