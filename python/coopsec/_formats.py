"""Formats of files, told by their suffixes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

TEXTS = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".xml"}
WORKBOOKS = {".xlsx", ".xlsm", ".ods"}
TABLES = {".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", *WORKBOOKS}
COMPRESSIONS = {".gz", ".zst"}
ARCHIVES = {".zip"}

NO_READER = 'workbooks need fastexcel: pip install "coopsec[excel]"'
READABLE = (
    "txt, md, html, docx, xml, json, jsonl, csv, tsv, parquet, xlsx and ods, each also .gz or .zst, and zip archives"
)


def format_of(name: str) -> str:
    """Return the suffix in lower case; for a compressed file, that of its content."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes]
    if suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def missing_for(suffix: str) -> str | None:
    """Say what has to be installed for a format."""
    return NO_READER if suffix in WORKBOOKS and find_spec("fastexcel") is None else None


def unsupported(suffix: str) -> str:
    """Say that files with a suffix are not read, and which are."""
    return f"unsupported format {suffix or '(no suffix)'}; coopsec reads {READABLE}"
