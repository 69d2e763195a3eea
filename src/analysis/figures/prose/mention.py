"""One figure within its sentence, and the words that say what kind of figure it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.figures.prose.sentences import Span
from analysis.quantity import Quantity

PERCENT = frozenset({"percent", "percentage_point", "basis_point"})
CAGR = re.compile(
    r"\bcagr\b|compound(?:ed)?(?: annual)?(?: average)? (?:annual )?growth|annual(?:i[sz]ed)? growth rate", re.I
)
UP = re.compile(
    r"\b(?:gr[eo]w(?:n|s|ing)?|increas\w+|ris(?:e|es|en|ing)|rose|surg\w+|jump\w*|climb\w*|expan[ds]\w*|"
    r"soar\w*|gain(?:s|ed|ing)?|"
    r"up|growth|higher|added|wuchs|wächst|gewachsen|stieg|gestiegen|zuwachs|plus)\b",
    re.I,
)
DOWN = re.compile(
    r"\b(?:f[ae]ll(?:s|en|ing)?|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|down|lost|los(?:es|ing|s)|slip\w*|"
    r"slump\w*|reduc\w+|"
    r"fewer|contract(?:ed|ion)|sank|gesunken|minus|rückgang)\b",
    re.I,
)
PAY = re.compile(
    r"\b(?:salar\w+|pay|pays|paid|wages?|compensation|earn(?:s|ed|ing|ings|ers?)?|remuneration|incomes?|"
    r"stipends?|bonus(?:es)?|"
    r"package|make|makes|take[- ]home|hourly rates?|day rates?|equity|gehalt\w*|jahresgehalt|verdien\w+|"
    r"berufseinsteiger|lohn)\b",
    re.I,
)
MARKET = re.compile(
    r"\b(?:markets?|valuation|valued|industry|revenues?|turnover|sector|segment|sales|spending|markt|umsatz)\b", re.I
)
JOBS = re.compile(r"\b(?:jobs?|postings?|openings?|vacanc\w+|positions|roles|listings|adverts|stellen)\b", re.I)
TO_COME = re.compile(
    r"\b(?:project\w*|forecast\w*|expect\w*|predict\w*|anticipat\w*|will|may|could|poised|slated|set to|would|"
    r"soll|dürfte)\b",
    re.I,
)


@dataclass(slots=True)
class Mention:
    """One figure within its sentence, the words around it, and what they have been understood to say."""

    quantity: Quantity
    sentence: str
    at: int  # where the figure stands in the sentence
    end: int
    figures: Sequence[Span]  # where all figures of the sentence stand
    before: str = ""  # from the figure before it, or the start of the sentence
    after: str = ""  # to the next figure, or the end of the sentence
    begin: int = 0  # where the sentence proper begins, behind its labels
    labels: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()  # the sentences before it in its block, nearest first
    around: tuple[str, ...] = ()  # those, then what introduces the block, nearest first
    measure: str = ""
    subject: str = ""
    population: str = ""
    year: int | None = None
    like: Mention | None = None  # the figure before it, whose rate it continues: "7.5% and 11%"
    hints: dict[str, object] = field(default_factory=dict)

    @property
    def near(self) -> str:
        """The words next to the figure."""
        return f"{self.before[-70:]} § {self.quantity.text} § {self.after[:60]}"
