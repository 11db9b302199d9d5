"""The report: one self-contained page that opens from disk."""

from coopsec._report_page.write import report

__all__ = ["report"]
