"""The report: one page with everything in it, which opens from disk."""

from coopsec._report_page.write import report

__all__ = ["report"]
