"""From a point of a curve to the passages that it counts: `corpus.explore(lexicon)`.

`model` holds the questions and knows no widget; `widget` shows them in a notebook by `js/` and `explore.css`.
The widget needs the extra `explore`.
"""
