"""The figures of published career and market reports as tidy data, each relation among them checked.

    import analysis

    analysis.load("salaries")                   # a tidy DataFrame of plain columns
    analysis.catalog()                          # what there is, with descriptions
    analysis.parse("$10 – $20 per hour")        # the quantities of a text
    analysis.audit("article.html").findings     # an article's figures, and which of their relations cannot hold

Everything is imported when it is first used, so `import analysis` itself costs next to nothing.
"""

TYPE_CHECKING = False  # importing `typing` for it would cost more than all the rest here
if TYPE_CHECKING:
    from analysis import plots as plots
    from analysis.api import Audit as Audit
    from analysis.api import audit as audit
    from analysis.datasets.datapackage import data_version as data_version
    from analysis.datasets.load import catalog as catalog
    from analysis.datasets.load import load as load
    from analysis.errors import InputError as InputError
    from analysis.quantity import Interval as Interval
    from analysis.quantity import Quantity as Quantity
    from analysis.quantity import parse as parse

    __version__: str

__all__ = [
    "Audit",
    "InputError",
    "Interval",
    "Quantity",
    "__version__",
    "audit",
    "catalog",
    "data_version",
    "load",
    "parse",
    "plots",
]

_HOME = {
    "Audit": "analysis.api",
    "InputError": "analysis.errors",
    "Interval": "analysis.quantity",
    "Quantity": "analysis.quantity",
    "audit": "analysis.api",
    "catalog": "analysis.datasets.load",
    "data_version": "analysis.datasets.datapackage",
    "load": "analysis.datasets.load",
    "parse": "analysis.quantity",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "plots":
        try:
            return import_module("analysis.plots")
        except ModuleNotFoundError as missing:
            from analysis.errors import way_to

            needed = f"analysis.plots needs {missing.name}; {way_to('plots')}"
            raise ModuleNotFoundError(needed, name=missing.name) from None
    if name == "__version__":
        from importlib.metadata import version

        return version("ai-career-figures")
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}; it offers {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
