"""Why files and rows were skipped, in the language of the page."""

from __future__ import annotations

import re

__all__ = ["in_language"]

# Reasons that reading gives itself; errors are shown as they were raised.
_FRENCH = {
    "hidden file": "fichier caché",
    "hidden folder": "dossier caché",
    "lock file of an office program": "fichier de verrouillage d’un logiciel de bureautique",
    "about the corpus, not part of it": "au sujet du corpus, sans en faire partie",
    "not a regular file": "n’est pas un fichier ordinaire",
    "link to a folder, not followed": "lien vers un dossier, non suivi",
    "a folder; a pattern selects only files": "un dossier\u202f; un motif ne désigne que des fichiers",
    "no text in this row": "pas de texte dans cette ligne",
    "replaced by a later member of the same name, as when unpacking": (
        "remplacé par un membre ultérieur du même nom, comme à la décompression"
    ),
}
_FRENCH_OF_FORMS = (
    (
        re.compile(r"unsupported format (?P<format>.+?); coopsec reads .+"),
        "format {format} non pris en charge\u202f; coopsec lit txt, md, html, jsonl, csv, tsv et parquet, chacun aussi "
        "en .gz ou .zst, et les archives zip de ces fichiers",
    ),
    (
        re.compile(r"the same file as (?P<first>.+), which is read only once"),
        "le même fichier que {first}, lu une seule fois",
    ),
)
_NO_SUFFIX = {"format": {"(no suffix)": "(sans extension)"}}


def in_language(reason: str, lang: str) -> str:
    """Translate a reason of ``corpus.skipped``; the text of an error is left as it is."""
    if lang == "en":
        return reason
    for form, french in _FRENCH_OF_FORMS:
        if (found := form.fullmatch(reason)) is not None:
            fields = {name: _NO_SUFFIX.get(name, {}).get(value, value) for name, value in found.groupdict().items()}
            return french.format(**fields)
    return _FRENCH.get(reason, reason)
