"""Figures that stand in prose, read by grammar alone, for articles nobody curated."""

from analysis.figures.prose.reader import prose_figures

__all__ = ["prose_figures"]
