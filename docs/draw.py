"""Draw the pictures of docs/plots.md from corpus/: `make picture`."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path

import polars as pl

import coopsec as cs

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write one PNG a kind of chart."""
    warnings.simplefilter("ignore", cs.errors.CoopsecWarning)
    corpus, lexicon = cs.read_corpus(HERE.parent / "corpus"), cs.Lexicon.builtin()
    facts, hits = corpus.documents, corpus.hits(lexicon)
    table = corpus.themes(lexicon, every="year")
    french = pl.col("lang") == "fr"
    key = corpus.keyness(
        french & (pl.col("date_start") >= date(2020, 1, 1)), french & (pl.col("date_end") < date(2020, 1, 1))
    )
    three = ["terrorism", "migration", "intelligence"]
    days = corpus.themes(lexicon.select("terrorism"), every="day").filter(pl.col("period") >= date(2023, 1, 1))
    pictures = {
        "heatmap": cs.plot.heatmap(table, relative=True),
        "stream": cs.plot.stream(table.filter(pl.col("period") >= date(2014, 1, 1)), max_series=8),
        "keyness": cs.plot.keyness(key, top=8, target="since 2020", reference="before 2020"),
        "dispersion": cs.plot.dispersion(hits, facts, themes=three),
        "network": cs.plot.network(corpus.cooccurrence(lexicon), title="Themes in one sentence"),
        "coverage": cs.plot.coverage(facts),
        "calendar": cs.plot.calendar(days, themes="terrorism"),
    }
    for name, chart in pictures.items():
        print(cs.plot.save(chart, HERE / "pictures" / f"{name}.png", scale=1).relative_to(HERE.parent))


if __name__ == "__main__":
    main()
