"""The documented columns, and formulas and calendars recomputed in plain Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import NormalDist

import polars as pl
import pytest

import coopsec as cs

PRECISIONS = pl.Enum(["day", "month", "quarter", "year", "interval", "none"])
ORIGINS = pl.Enum(["metadata", "header", "label", "dateline", "line", "url", "filename", "none"])
KINDS = pl.Enum(["word", "number", "punctuation", "symbol", "url", "email", "hashtag", "mention"])

DOCUMENTS = {
    "doc_id": pl.String, "date": pl.Date, "date_start": pl.Date, "date_end": pl.Date,
    "date_precision": PRECISIONS, "date_origin": ORIGINS, "date_raw": pl.String,
    "date_conflicts": pl.List(pl.String), "title": pl.String, "source": pl.String, "rubric": pl.String,
    "lang": pl.String, "origin": pl.String, "encoding": pl.String, "n_chars": pl.Int64, "n_tokens": pl.Int64,
    "n_sentences": pl.Int64, "story": pl.Int64, "warnings": pl.List(pl.String),
}  # fmt: skip
SKIPPED = {"origin": pl.String, "reason": pl.String}
FREQUENCY = {
    "term": pl.String, "count": pl.Int64, "doc_freq": pl.Int64, "per_million": pl.Float64, "n_docs": pl.Int64,
    "n_tokens": pl.Int64,
}  # fmt: skip
THEMES = {
    "theme": pl.String, "count": pl.Int64, "doc_freq": pl.Int64, "per_million": pl.Float64,
    "per_million_low": pl.Float64, "per_million_high": pl.Float64, "doc_share": pl.Float64,
    "doc_share_low": pl.Float64, "doc_share_high": pl.Float64, "n_docs": pl.Int64, "n_tokens": pl.Int64,
}  # fmt: skip
HITS = {
    "doc_id": pl.String, "date_start": pl.Date, "theme": pl.String, "pattern": pl.String, "match": pl.String,
    "start": pl.Int64, "end": pl.Int64, "sentence": pl.String, "sentence_start": pl.Int64,
}  # fmt: skip
KWIC = {
    "doc_id": pl.String, "date_start": pl.Date, "left": pl.String, "keyword": pl.String, "right": pl.String,
    "start": pl.Int64, "end": pl.Int64,
}  # fmt: skip
KEYNESS = {
    "term": pl.String, "count_target": pl.Int64, "count_reference": pl.Int64, "per_million_target": pl.Float64,
    "per_million_reference": pl.Float64, "doc_freq_target": pl.Int64, "doc_freq_reference": pl.Int64,
    "log_ratio": pl.Float64, "log_ratio_low": pl.Float64, "log_ratio_high": pl.Float64, "g2": pl.Float64,
    "p": pl.Float64, "p_adjusted": pl.Float64,
}  # fmt: skip
DTM = {"doc_id": pl.String, "term": pl.String, "count": pl.Int64}
TOKENS = {"token": pl.String, "norm": pl.String, "kind": KINDS, "start": pl.Int64, "end": pl.Int64}
SENTENCES = {"sentence": pl.String, "start": pl.Int64, "end": pl.Int64}

EVERY = ["day", "week", "month", "quarter", "year", "decade"]
SHORT = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y", "decade": "10y"}


def over_time(columns: dict[str, pl.DataType], **groups: pl.DataType) -> dict[str, pl.DataType]:
    """The columns of a table over time, optionally divided by groups."""
    return {"period": pl.Date, **groups, **columns, "partial": pl.Boolean}


def schema(frame: pl.DataFrame) -> dict[str, pl.DataType]:
    return dict(frame.schema)


def floor(day: date, every: str) -> date:
    """First day of the period that contains a day."""
    match every:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case "year":
            return date(day.year, 1, 1)
        case "decade":
            return date(day.year // 10 * 10, 1, 1)
    raise AssertionError(every)


def following(period: date, every: str) -> date:
    """First day of the next period."""
    match every:
        case "day":
            return period + timedelta(days=1)
        case "week":
            return period + timedelta(days=7)
        case "month":
            return date(period.year + period.month // 12, period.month % 12 + 1, 1)
        case "quarter":
            return date(period.year + (period.month + 2) // 12, (period.month + 2) % 12 + 1, 1)
        case "year":
            return date(period.year + 1, 1, 1)
        case "decade":
            return date(period.year + 10, 1, 1)
    raise AssertionError(every)


def period_of(start: date | None, end: date | None, every: str) -> date | None:
    """The period of a document; None if its date is missing or too coarse."""
    if start is None or end is None:
        return None
    period = floor(start, every)
    return period if floor(end, every) == period else None


def periods(corpus: cs.Corpus, every: str) -> list[date | None]:
    """The period of each document."""
    rows = corpus.documents.select("date_start", "date_end").rows()
    return [period_of(start, end, every) for start, end in rows]


def calendar(found: Sequence[date | None], every: str) -> list[date]:
    """Every period from the first to the last."""
    known = [period for period in found if period is not None]
    if not known:
        return []
    days = [min(known)]
    while days[-1] < max(known):
        days.append(following(days[-1], every))
    return days


def wilson(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(centre - half, 0.0), min(centre + half, 1.0)


def clustered(counts: Sequence[int], lengths: Sequence[int], confidence: float = 0.95) -> tuple[float, float]:
    """The ratio estimator's interval per million, over documents."""
    m, total = len(counts), sum(lengths)
    rate = sum(counts) / total
    spread = sum((k - rate * length) ** 2 for k, length in zip(counts, lengths, strict=True))
    error = math.sqrt(m / (m - 1) * spread) / total
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return max(rate - z * error, 0.0) * 1e6, min(rate + z * error, 1.0) * 1e6


def assert_slices(corpus: cs.Corpus, frame: pl.DataFrame, column: str) -> None:
    """Assert that offsets, in code points, give back the text in a column."""
    for doc_id, words, start, end in frame.select("doc_id", column, "start", "end").rows():
        assert corpus.text(doc_id)[start:end] == words


def bytes_held(texts: pl.Series) -> int:
    """Memory behind a column of texts. `estimated_size` counts bytes that rows share for each of them."""
    pytest.importorskip("pyarrow")
    return sum(buffer.size for buffer in texts.to_arrow(compat_level=pl.CompatLevel.newest()).buffers() if buffer)
