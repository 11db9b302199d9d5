"""spaCy's rule-based French tokenizer without a model, counting lower-cased words."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version

import measure
from measure import Setting, Work


def terms(given: Setting) -> Work:
    """Count the tokens that are neither punctuation nor white space."""
    import spacy

    pipeline = spacy.blank("fr")
    pipeline.max_length = 10_000_000
    texts = given.frame["text"].to_list()

    def run() -> Counter[str]:
        counts: Counter[str] = Counter()
        for document in pipeline.pipe(texts):
            counts.update(token.lower_ for token in document if not token.is_punct and not token.is_space)
        return counts

    return Work(run, lambda counts: {"tokens": counts.total(), "terms": len(counts)})


CASES: measure.Cases = {"terms": terms}


if __name__ == "__main__":
    measure.main(CASES, lambda: version("spacy"))
