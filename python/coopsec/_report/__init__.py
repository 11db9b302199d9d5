"""The report: one page with everything in it, which opens from disk."""

from coopsec._report.write import report

__all__ = ["report"]
