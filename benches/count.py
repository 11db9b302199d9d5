"""Time coopsec beside polars on a corpus of dated text, in one run.

Usage: python benches/count.py [FILE.parquet] [THEMES.json]

The file has the columns text (String) and date (Date); the themes are a dictionary of pattern lists. Each work is done
three times; the best time is shown as megabytes of UTF-8 text a second, with the ratio to polars where polars does the
same work. Timings of one machine on one day: quote the ratios.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

import coopsec as cs

SHARED = Path(__file__).parents[2] / "shared" / "bench"
TRIES = 3


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few tries."""
    times = []
    for _ in range(TRIES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def polars_terms(frame: pl.DataFrame, every: str | None) -> pl.DataFrame:
    """Count words with polars alone, as a good user would: letters, digits and marks, lower case."""
    words = pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}\p{M}_]+").alias("term")
    keys = ["term"] if every is None else ["period", "term"]
    lazy = frame.lazy()
    if every is not None:
        lazy = lazy.with_columns(pl.col("date").dt.truncate(every).alias("period"))
    return lazy.with_columns(words).explode("term").group_by(keys).len().collect(engine="streaming")


def main() -> None:
    """Run every work and print one line each."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "fr100.parquet"
    themes_path = Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED / "themes.json"
    if not path.exists():
        sys.exit(f"{path} is not there: give a parquet file with the columns text and date")
    frame = pl.read_parquet(path)
    megabytes = frame["text"].str.len_bytes().sum() / 1e6
    lexicon = cs.Lexicon.from_dict(json.loads(themes_path.read_text(encoding="utf-8")))
    corpus = cs.from_frame(frame, progress=False)
    works: list[tuple[str, Callable[[], object], Callable[[], object] | None]] = [
        ("read", lambda: cs.from_frame(frame, progress=False), None),
        (
            "read and count terms",
            lambda: cs.from_frame(frame, progress=False).frequency(),
            lambda: polars_terms(frame, None),
        ),
        ("terms by month, from ids", lambda: corpus.frequency(every="month"), lambda: polars_terms(frame, "1mo")),
        ("themes by month, from ids", lambda: corpus.themes(lexicon, every="month"), None),
        ("hits, from ids", lambda: corpus.hits(lexicon), None),
        ("document-term matrix, from ids", corpus.dtm, None),
        ("phrase in context, from ids", lambda: corpus.kwic("échange ~4 renseignement*"), None),
    ]
    print(f"{megabytes:.0f} MB, {frame.height:,} documents; coopsec {cs.__version__}, polars {pl.__version__}")
    for name, ours, theirs in works:
        mine = best(ours)
        line = f"{name:<32} {megabytes / mine:>9,.0f} MB/s"
        if theirs is not None:
            line += f"   {best(theirs) / mine:>5.2f} × polars"
        print(line, flush=True)


if __name__ == "__main__":
    main()
