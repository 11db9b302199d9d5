"""Themes: the hits of the built-in lexicon compared with hand-annotated spans in reports of `corpus/` (gold/README.md).

`coopsec.validate` decides which hits are right. `themes.csv` was available while the lexicon was developed, so its
figures show how well the lexicon can do; `themes_unseen.csv` was annotated afterwards, and shows how well it does.
"""

from __future__ import annotations

from pathlib import Path

import peers
import polars as pl
from material import GOLD, SAMPLE, require
from table import Row, Target

import coopsec as cs

SETS = {"themes": ("themes.csv", Target(0.9)), "themes, unseen": ("themes_unseen.csv", None)}
HEAD = f"{'':28}  gold  hits  right  precision  recall    F1"


def rows(_shared: Path, _asked: peers.Peers, confusions: int) -> tuple[list[Row], list[str]]:
    """Return precision, recall and F1 over all themes, with tables by theme and by language in the notes."""
    corpus = cs.read_corpus(SAMPLE, progress=False)
    lexicon = cs.Lexicon.builtin()
    found, notes = [], []
    for name, (file, target) in SETS.items():
        gold = pl.read_csv(require(GOLD / file))
        result = cs.validate(corpus, gold, lexicon)
        every = result.overall()
        precision, recall, f1 = every.select("precision", "recall", "f1").row(0)
        n_hits, n_gold = _sizes(every)
        found += [
            Row(name, "precision", precision, n_hits),
            Row(name, "recall", recall, n_gold),
            Row(name, "F1", f1, n_gold, target),
        ]
        lines = [_line(theme, result.scores.filter(pl.col("theme") == theme)) for theme in result.scores["theme"]]
        # The sample has one folder per language.
        for (lang,), part in sorted(gold.group_by(pl.col("doc_id").str.split("/").list.first())):
            lines.append(_line(str(lang), cs.validate(corpus, part, lexicon).overall()))
        errors = [f"    {what}: {theme}, {words!r} ({doc_id})" for doc_id, theme, what, words in _errors(result)]
        notes.append("\n".join([f"{name}:", HEAD, *filter(None, lines), _line("all", every), *errors[:confusions]]))
    return found, notes


def _sizes(row: pl.DataFrame) -> tuple[int, int]:
    right, false, missed = row.select("true_positive", "false_positive", "false_negative").row(0)
    return right + false, right + missed


def _line(name: str, row: pl.DataFrame) -> str:
    """Format a line under :data:`HEAD`; empty if there is neither a hit nor a span."""
    hits, gold = _sizes(row)
    shares = [0.0 if value is None else value for value in row.select("precision", "recall", "f1").row(0)]
    cells = f"{gold:4}  {hits:4}  {row['true_positive'][0]:5}  {shares[0]:9.2f}  {shares[1]:6.2f}  {shares[2]:4.2f}"
    return f"{name:28}  {cells}" if hits + gold else ""


def _errors(result: cs.Validation) -> list[tuple[str, str, str, str]]:
    return result.errors.select("doc_id", "theme", "error", "match").rows()
