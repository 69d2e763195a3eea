"""Freeze what Babel (CLDR) knows of currencies and countries into package data, so that no reader needs Babel.

    python scripts/freeze_currencies.py

writes src/analysis/quantity/currencies.csv and src/analysis/countries.csv.
"""

from __future__ import annotations

import csv
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "analysis"
LANGUAGES = ("en", "de", "fr", "es")

# What people write and CLDR does not list: local signs and short names, by currency.
SIGNS = {
    "AED": "Dhs|Dh|د.إ|Dh.|Dhs.",
    "ARS": "AR$",
    "AUD": "AU$|AUD$",
    "BDT": "৳|Tk",
    "BGN": "лв",
    "BHD": "BD",
    "BYN": "Br",
    "CAD": "C$|CAD$|Can$|Cdn$",
    "CHF": "Fr.|SFr.|SFr|sFr.",
    "CLP": "CLP$",
    "CNY": "元|RMB|CN¥|RMB¥",
    "COP": "COL$|COP$",
    "CRC": "₡",
    "CZK": "Kč|Kc",
    "DKK": "dkr",
    "DOP": "RD$",
    "EGP": "E£|LE",
    "EUR": "EUR€|Eur",
    "GBP": "GB£|UK£|GBP£|STG",
    "GEL": "₾",
    "GHS": "GH₵|GH¢|₵",
    "HKD": "HKD$",
    "HUF": "Ft",
    "IDR": "Rp|Rp.",
    "INR": "Rs|Rs.|₹|INR₹|Rs.₹|Re.",
    "JMD": "J$",
    "JPY": "JP¥|円",
    "KES": "KSh|Ksh|KShs|Kshs|Kshs.|Ksh.|KSh.",
    "KRW": "원",
    "KWD": "KD",
    "KZT": "₸",
    "LKR": "SLRs",
    "MXN": "MX$|Mex$|MXN$|M$N",
    "MYR": "RM",
    "NGN": "₦|N",
    "NOK": "nkr",
    "NZD": "NZ$|NZD$",
    "OMR": "RO",
    "PEN": "S/|S/.",
    "PHP": "₱|Php|PhP|P",
    "PKR": "PKRs",
    "PLN": "zł|zl|Zł",
    "PYG": "₲",
    "QAR": "QR",
    "RON": "lei",
    "RSD": "din.",
    "RUB": "₽|руб|руб.",
    "SAR": "SR",
    "SEK": "skr",
    "SGD": "S$|SG$|SGD$",
    "THB": "฿",
    "TRY": "₺|TL",
    "TTD": "TT$",
    "TWD": "NT$|NTD|NTD$",
    "TZS": "TSh|TShs",
    "UAH": "₴|грн",
    "UGX": "USh|UShs",
    "USD": "US$|USD$|U.S.$|$US|U.S. $|US-$",
    "UYU": "$U",
    "VND": "₫|đ|VNĐ|vnđ|Đ",
    "ZAR": "R",
    "XAF": "FCFA",
    "XOF": "CFA",
    "MNT": "₮",
    "LAK": "₭",
    "KHR": "៛",
    "PAB": "B/.",
    "AZN": "₼",
    "CNH": "",
}
# Everyday names of countries, and the terms found in tables.
ALIASES = {
    "US": "USA|U.S.|U.S.A.|US|United States of America|America|the States",
    "GB": "UK|U.K.|Great Britain|Britain|England|Scotland|Wales",
    "AE": "UAE|U.A.E.|Emirates|Dubai|Abu Dhabi",
    "KR": "South Korea|Korea|Republic of Korea",
    "KP": "North Korea",
    "CZ": "Czech Republic|Czechia",
    "VN": "Viet Nam",
    "HK": "Hong Kong",
    "MO": "Macau|Macao",
    "CN": "Mainland China|PRC",
    "RU": "Russian Federation",
    "SA": "KSA|Kingdom of Saudi Arabia",
    "NL": "Holland|The Netherlands",
    "CI": "Ivory Coast|Côte d'Ivoire",
    "TR": "Turkey|Türkiye|Turkiye",
    "MM": "Burma|Myanmar",
    "LA": "Laos",
    "CD": "DR Congo|DRC",
    "CG": "Congo",
    "TW": "Taiwan",
    "BO": "Bolivia",
    "VE": "Venezuela",
    "IR": "Iran",
    "SY": "Syria",
    "TZ": "Tanzania",
    "MK": "North Macedonia|Macedonia",
    "SZ": "Swaziland|Eswatini",
    "CV": "Cape Verde",
    "TL": "East Timor",
    "PS": "Palestine",
    "MD": "Moldova",
    "DE": "Deutschland|Allemagne|Alemania",
    "FR": "Frankreich|Francia",
    "ES": "España|Spanien|Espagne",
    "CH": "Schweiz|Suisse|Suiza",
    "AT": "Österreich|Autriche",
    "BR": "Brasil",
    "MX": "México",
    "NZ": "Aotearoa",
    "PH": "The Philippines",
    "SG": "S'pore",
}


def active() -> dict[str, list[str]]:
    """Currency -> the territories where it is in use today, the most populous first."""
    used: dict[str, list[str]] = {}
    for territory, entries in sorted(get_global("territory_currencies").items()):
        for code, _start, end, _tender in entries:
            if end is None:
                used.setdefault(code, []).append(territory)
    return used


def decimal_sign(territories: list[str]) -> str:
    """The decimal sign of the first territory's likeliest locale; '.' where CLDR has none."""
    for territory in territories:
        try:
            locale = Locale.parse(str(get_global("likely_subtags").get(f"und_{territory}", "")))
            return str(locale.number_symbols["latn"]["decimal"])
        except (UnknownLocaleError, KeyError, ValueError):
            continue
    return "."


def names(code: str) -> list[str]:
    """Names of a currency, lower case, in each language, singular and plural."""
    found: dict[str, None] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        if code in locale.currencies:
            found[locale.currencies[code].lower()] = None
        plural = locale._data["currency_names_plural"].get(code, {})
        for form in dict(plural).values():
            found[form.lower()] = None
    return list(found)


def signs(code: str) -> list[str]:
    """Signs that mean this currency alone."""
    cldr = Locale.parse("en").currency_symbols.get(code, "")
    written = [cldr] if cldr not in ("", "$", "£", "¥", code, "¤") else []
    return list(dict.fromkeys([*written, *filter(None, SIGNS.get(code, "").split("|"))]))


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write one CSV with unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write both files."""
    used = active()
    fractions = get_global("currency_fractions")
    home = {
        "EUR": ["DE"],
        "USD": ["US"],
        "GBP": ["GB"],
        "CHF": ["CH"],
        "AUD": ["AU"],
        "NZD": ["NZ"],
        "NOK": ["NO"],
        "DKK": ["DK"],
        "ZAR": ["ZA"],
    }
    rows = []
    for code in sorted(Locale.parse("en").currencies):
        digits = str(fractions.get(code, fractions["DEFAULT"])[0])
        territories = home.get(code, used.get(code, []))
        rows.append(
            [
                code,
                str(int(code in used)),
                digits,
                decimal_sign(territories),
                "|".join(signs(code)),
                "|".join(names(code)),
            ]
        )
    write(PACKAGE / "quantity" / "currencies.csv", ["code", "active", "digits", "decimal", "signs", "names"], rows)

    english = Locale.parse("en").territories
    countries = []
    for alpha2 in sorted(
        k for k in english if len(k) == 2 and k.isalpha() and k not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
    ):
        current = [
            c for c, _s, end, tender in get_global("territory_currencies").get(alpha2, []) if end is None and tender
        ]
        countries.append([alpha2, english[alpha2], ALIASES.get(alpha2, ""), current[-1] if current else ""])
    write(PACKAGE / "countries.csv", ["alpha2", "name", "aliases", "currency"], countries)


if __name__ == "__main__":
    main()
