"""A lookup of 1,300 place names, compared with quanteda's result on the headlines of El Watan.

The tags of the headlines were made by quanteda: apostrophes and hyphens were replaced by spaces in text and labels, the
exclusions were compounded, then the labels of several words, and then came an exact, case-sensitive lookup. As
quanteda compounds regardless of case, ``la France`` becomes one token because of a label ``La France``, and the lookup
misses it.
"""

from __future__ import annotations

import re

import polars as pl
import pytest

import coopsec as cs

EXCLUDED = [
    "Europe 1", "Atlantic city", "Loire-Atlantique", "Pyrénées-Atlantique", "Pyrénées-Atlantiques",
    "Alpes-de-Haute-Provence", "Hautes-Alpes", "Rhöne-Alpes", "Alpes-Maritimes", "Chantiers de l'Atlantique",
    "TGV Atlantique", "Bourse de Paris", "Paris SG", "Ville de Paris", "Grand Paris", "sahara occidental",
    "Sahara occidental", "Sahara Occidental",
]  # fmt: skip


def spaced(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all("['’-]", " ")


def words(label: str) -> list[str]:
    return re.sub("['’-]", " ", label).split()


def exact(label: str) -> str:
    """A pattern that finds exactly these words, in this case."""
    return " ".join("=" + re.sub(r"([^\w ])", r"\\\1", word) for word in words(label))


@pytest.fixture(scope="module")
def titles(shared) -> pl.DataFrame:
    path = shared / "press_titles" / "fr_DZA_elwata_geo.tsv"
    table = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False)
    return table.with_columns(text=spaced("title"), expected=pl.col("tags").fill_null(""))


@pytest.fixture(scope="module")
def labels(shared) -> list[tuple[str, str]]:
    path = shared / "press_titles" / "worldgeo_dict_V5.csv"
    table = pl.read_csv(path, separator=";", infer_schema=False)
    return table.filter(pl.col("lang") == "fr").drop_nulls("label").select("code", "label").rows()


@pytest.fixture(scope="module")
def differing(titles, labels) -> pl.DataFrame:
    """Titles whose set of codes differs from quanteda's."""
    themes: dict[str, list[str]] = {}
    for code, label in labels:
        pattern = exact(label)
        if pattern and pattern not in themes.setdefault(code, []):
            themes[code].append(pattern)
    lexicon = cs.Lexicon.from_dict(themes, exclude=[" ".join(words(label)) for label in EXCLUDED])
    corpus = cs.from_frame(titles.select("id", "text"), id="id", text="text")
    hits = corpus.hits(lexicon, nested_scope="lexicon")
    found = hits.group_by("doc_id").agg(pl.col("theme").unique().sort().alias("found"), pl.col("match"))
    both = titles.join(found, left_on="id", right_on="doc_id", how="left", maintain_order="left")
    both = both.with_columns(
        pl.col("found").fill_null([]).list.join(" "),
        pl.col("expected").str.split(" ").list.unique().list.sort().list.join(" "),
    )
    return both.filter(pl.col("found") != pl.col("expected"))


def test_at_least_99_of_100_titles_have_the_codes_of_quanteda(titles, differing):
    equal = 1 - differing.height / titles.height
    assert equal >= 0.99, (equal, differing.select("title", "expected", "found").rows())


def compounded_blindly(title: str, labels: list[tuple[str, str]]) -> bool:
    """Whether the title contains, in whatever case, a label or exclusion of several words."""
    spaced_title = " ".join(re.findall(r"[\w.]+", " ".join(words(title))))
    text = f" {spaced_title} "
    several = [
        " ".join(words(label)) for label in [*(label for _, label in labels), *EXCLUDED] if len(words(label)) > 1
    ]
    return any(f" {label.casefold()} " in text.casefold() for label in several)


def test_the_rest_is_compounding_without_case(differing, labels):
    unexplained = [
        row for row in differing.select("title", "expected", "found").rows() if not compounded_blindly(row[0], labels)
    ]
    assert unexplained == []
