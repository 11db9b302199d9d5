"""From a point of a curve to the passages that it counts: `corpus.explore(lexicon)`.

`model` asks the questions and knows no widget; `widget` shows the answers in a notebook, with `js/` and `explore.css`.
The widget needs the extra `explore`.
"""
