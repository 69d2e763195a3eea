"""The licences of the packages a lock names, as they declare them: python scripts/licences.py [LOCK].

The lock is requirements/report.lock where none is named. Packages that are not installed here are left out.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_CLASSIFIER = "License :: OSI Approved :: "


def licence(package: Distribution) -> str:
    """An SPDX expression where there is one, else the classifiers, else how its licence begins."""
    declared = package.metadata
    expression = declared.get("License-Expression")
    named = [each.removeprefix(_CLASSIFIER) for each in declared.get_all("Classifier") or [] if _CLASSIFIER in each]
    files = [file for file in package.files or [] if "licen" in file.name.lower()]
    texts = [declared.get("License") or "", *(file.read_text(encoding="utf-8") for file in files)]
    begins = next((text.strip().split("\n")[0][:60] for text in texts if text.strip()), "")
    return expression or ", ".join(named) or begins


def licences(lock: Path) -> dict[str, str]:
    """Package and version → its licence, '' where it declares none."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        found[f"{package.metadata['Name']} {package.version}"] = licence(package)
    return found


def main() -> int:
    """Print a line a package; exit status 1 where one declares no licence."""
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements" / "report.lock"
    found = licences(lock)
    width = max(map(len, found))
    for package, text in sorted(found.items(), key=lambda pair: pair[0].lower()):
        print(f"{package:<{width}}  {text or 'declares none'}")
    return int("" in found.values())


if __name__ == "__main__":
    sys.exit(main())
