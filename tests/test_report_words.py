"""Numbers and terms as people write them."""

import pytest

from analysis.report.words import between, count, printed, term

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((94372.0, 94372.0, "USD/year"), "$94,372 a year"),
        ((150000.0, 200000.0, "USD/year", False, True), "$150,000–200,000+ a year"),
        ((200000.0, NAN, "USD/year", False, True), "$200,000+ a year"),
        ((NAN, 40000.0, "EUR/month", True, False), "up to €40,000 a month"),
        ((2.24e9, 2.24e9, "USD"), "$2.24 billion"),
        ((6.285e8, 1.055e9, "USD"), "$628.5 million to $1.055 billion"),
        ((292e6, 292e6, "VND/year"), "VND 292 million a year"),
        ((27.465, 28.5, "percent"), "27.465–28.5%"),
        ((-5.0, 3.0, "percent"), "-5 to 3%"),
        ((1.0, 1.0, "week"), "1 week"),
        ((4.0, 12.0, "week"), "4–12 weeks"),
        ((54500.0, NAN, "job", False, True), "54,500+ jobs"),
        ((1.5, 1.5, "multiple"), "1.5×"),
        ((NAN, NAN, "percent"), ""),
        ((130000.0, float("inf"), "USD"), "$130,000+"),
    ],
)
def test_ranges_are_written_for_people(values, text):
    assert between(*values) == text


def test_a_bare_number_is_printed_with_what_its_header_gave_it():
    size = {"quote": "2.24", "low": 2.24e9, "high": 2.24e9, "unit": "USD", "resolution": 1e7}
    assert printed(size) == "$2.24 billion"
    assert printed(size | {"quote": "0.9", "low": 0.9e9, "high": 0.9e9}) == "$0.9 billion"
    assert printed(size | {"quote": "10.5%", "low": 10.5, "high": 10.5, "unit": "percent"}) == "10.5%"


def test_terms_and_counts():
    assert term("ai-operations-manager") == "AI operations manager"
    assert (count(1, "finding"), count(1024, "finding")) == ("1 finding", "1,024 findings")
