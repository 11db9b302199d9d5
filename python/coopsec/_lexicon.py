"""Themes and their patterns."""

from __future__ import annotations

import functools
import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import polars as pl

from coopsec import _coopsec
from coopsec._arguments import check_encodes
from coopsec._audit import audit
from coopsec._index import as_text
from coopsec._pattern_report import report
from coopsec._summary import lexicon_as_html
from coopsec._yaml import read_yaml
from coopsec.errors import LexiconError

__all__ = ["Lexicon", "NestedScope"]

NestedScope = Literal["theme", "lexicon"]

# How a theme is written in a file.
TOML_THEME = '[theme.drugs] with fr = ["drogue*"]'
YAML_THEME = "`drugs: [drogue*]`"

_BUILTIN = resources.files("coopsec") / "lexicons"


class Lexicon:
    """A tree of themes; each theme has patterns per language.

    Make one with :meth:`from_dict`, :meth:`from_toml`, :meth:`from_yaml` or :meth:`builtin`. A lexicon never changes.

    Examples
    --------
    >>> import coopsec as cs
    >>> lexicon = cs.Lexicon.from_dict({"threat": {"terrorism": ["terroris*", "cellule* ~1 terroriste*"]}})
    >>> lexicon.themes
    ['threat', 'threat.terrorism']
    """

    __slots__ = ("_core", "_origin")

    # Methods, each in its own file.
    audit = audit
    report = report

    def __init__(self, core: _coopsec.Lexicon, origin: str) -> None:
        self._core = core
        self._origin = origin

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Lexicon:
        """Read a TOML file.

        Parameters
        ----------
        path
            A file with tables ``[theme.NAME]`` (nested names are children). Their keys are ``fr``, ``es``, ``en``,
            ``ar``, ``patterns`` (any language), ``exclude``, ``label``, ``definition`` and ``kind``. The file may also
            have ``[classes]``, ``[meta]``, and ``exclude`` and ``accents`` at the root.

        Raises
        ------
        LexiconError, PatternError
            The message names the file, and the theme, pattern and column.
        OSError
            If the file cannot be read.
        """
        text, origin = _read_text(path, (".yaml", ".yml"), "from_yaml"), os.fsdecode(path)
        return cls(_with_themes(_coopsec.Lexicon.from_toml(text, origin), origin, TOML_THEME), origin)

    @classmethod
    def from_yaml(cls, path: str | os.PathLike[str]) -> Lexicon:
        """Read a YAML file: themes with lists of patterns, or nested, like quanteda's dictionaries.

        The root keys ``exclude`` and ``classes`` are not themes; they mean the arguments of :meth:`from_dict`.

        Every scalar is read as text, so a key ``NO`` or a pattern ``on`` stays as it is.

        Parameters
        ----------
        path
            A file of mappings and lists, such as a dictionary of quanteda.

        Raises
        ------
        LexiconError, PatternError
            The message names the file, and the line of a key that occurs twice.
        ImportError
            If PyYAML is missing: ``pip install pyyaml``.
        """
        text, origin = _read_text(path, (".toml",), "from_toml"), os.fsdecode(path)
        tree = read_yaml(text, origin)
        if not isinstance(tree, dict):
            found = "nothing" if not tree else "a list" if isinstance(tree, list) else repr(tree)
            raise LexiconError(f"{origin}: expected themes with lists of patterns, {YAML_THEME}, found {found}")
        exclude, classes = tree.pop("exclude", []), tree.pop("classes", {})
        return cls(
            _with_themes(_coopsec.Lexicon.from_themes(tree, exclude, classes, origin), origin, YAML_THEME), origin
        )

    @classmethod
    def from_dict(
        cls,
        themes: Mapping[str, Any],
        *,
        exclude: Sequence[str] | Mapping[str, Sequence[str]] = (),
        classes: Mapping[str, Sequence[str]] | None = None,
    ) -> Lexicon:
        """Make a lexicon from a dictionary.

        Parameters
        ----------
        themes
            ``{"theme": ["pattern", …]}``. A dictionary in place of the list holds child themes, or the keys of a TOML
            theme. ``"parent.child"`` and nesting mean the same.
        exclude
            Patterns whose hits cancel overlapping ones, for all themes: a list, or lists by language.
        classes
            ``{"name": ["word", …]}``, used in patterns as ``{name}``.

        Examples
        --------
        >>> import coopsec as cs
        >>> cs.Lexicon.from_dict({"rest": ["{pause} annuelle"]}, classes={"pause": ["trêve", "relâche"]}).themes
        ['rest']
        """
        origin = "Lexicon.from_dict"
        if not isinstance(themes, Mapping):
            raise LexiconError(f"{origin}: expected a mapping of themes to patterns, found {type(themes).__name__}")
        for name in ("exclude", "classes"):
            if name in themes:
                raise LexiconError(f"{origin}: {name!r} is not a theme: give it as the argument {name}=…")
        try:
            tree, left_out, words = _plain(themes), _plain(exclude), _plain({} if classes is None else classes)
        except RecursionError as error:
            raise LexiconError(f"{origin}: the dictionaries are nested too deeply, or contain themselves") from error
        return cls(_coopsec.Lexicon.from_themes(tree, left_out, words, origin), origin)

    @classmethod
    def builtin(cls, name: str = "security-cooperation") -> Lexicon:
        """Return a lexicon that comes with coopsec: ``security-cooperation`` (themes) or ``actors``.

        Parameters
        ----------
        name
            One of these two names.

        Raises
        ------
        LexiconError
            If there is no such lexicon; the message lists those there are.

        Examples
        --------
        >>> import coopsec as cs
        >>> "organised_crime.drugs" in cs.Lexicon.builtin("security-cooperation").themes
        True
        """
        known = sorted(Path(entry.name).stem for entry in _BUILTIN.iterdir() if entry.name.endswith(".toml"))
        if name not in known:
            raise LexiconError(f"no built-in lexicon {name!r}: there are {', '.join(known)}")
        return cls(_builtin_core(name), f"built-in {name}")

    @property
    def themes(self) -> list[str]:
        """Dotted names of the themes, with parents right before their children."""
        return self.to_frame().get_column("theme").to_list()

    @property
    def name(self) -> str:
        """The ``name`` or ``title`` in ``[meta]``, or else the file or the call that the lexicon came from."""
        meta = self._meta()
        return str(meta.get("name") or meta.get("title") or self._origin)

    @property
    def version(self) -> str | None:
        """The ``version`` in ``[meta]``."""
        version = self._meta().get("version")
        return None if version is None else str(version)

    @property
    def hash(self) -> str:
        """SHA-256 of :meth:`to_toml`, in hexadecimal: the same for equal lexicons, wherever they were read from."""
        return hashlib.sha256(self.to_toml().encode()).hexdigest()

    def _meta(self) -> dict[str, Any]:
        meta: dict[str, Any] = tomllib.loads(self.to_toml()).get("meta", {})
        return meta

    def to_frame(self) -> pl.DataFrame:
        """Return one row per theme: theme, label, definition, kind (String), n_patterns (Int64).

        Examples
        --------
        >>> import coopsec as cs
        >>> cs.Lexicon.from_dict({"drugs": ["drogue*", "cocaïne"]}).to_frame().select("theme", "n_patterns").rows()
        [('drugs', 2)]
        """
        return self._core.themes()

    def select(self, *names: str) -> Lexicon:
        """Keep the given themes with their subtrees.

        Parameters
        ----------
        names
            Themes as :attr:`themes` lists them: ``"drugs"``, or ``"drugs.seizures"`` for a child.

        Raises
        ------
        LexiconError
            For an unknown theme; the message suggests similar names.

        Examples
        --------
        >>> import coopsec as cs
        >>> cs.Lexicon.builtin().select("terrorism").themes
        ['terrorism', 'terrorism.foreign_fighters', 'terrorism.financing']
        """
        for name in names:
            if not isinstance(name, str):
                raise TypeError(f'expected names of themes, as in select("a", "b.c"), found {name!r}')
            check_encodes(name, "the name of a theme")
        return Lexicon(self._core.select(list(names)), self._origin)

    def to_toml(self) -> str:
        """Write the lexicon as TOML that reads back to an equal one.

        Examples
        --------
        >>> import coopsec as cs
        >>> cs.Lexicon.from_dict({"drugs": ["drogue*"]}).to_toml().splitlines()
        ['[theme.drugs]', 'patterns = ["drogue*"]']
        """
        return self._core.to_toml()

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Lexicon) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_toml())

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_text, (self.to_toml(), self._origin)

    def __repr__(self) -> str:
        frame = self.to_frame()
        return f"<coopsec.Lexicon {self._origin}: {frame.height} themes, {frame['n_patterns'].sum()} patterns>"

    def _repr_html_(self) -> str:
        return lexicon_as_html(self.to_frame(), self._origin)


def _from_text(text: str, origin: str) -> Lexicon:
    """Make a lexicon of what :meth:`Lexicon.to_toml` wrote, as copies and other processes do."""
    return Lexicon(_coopsec.Lexicon.from_toml(text, origin), origin)


@functools.cache
def _builtin_core(name: str) -> _coopsec.Lexicon:
    """Read a built-in lexicon once a process: its thousands of patterns take longer to parse than to find in a text."""
    return _coopsec.Lexicon.from_toml((_BUILTIN / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def as_lexicon(given: Lexicon | Mapping[str, Any], argument: str = "lexicon") -> Lexicon:
    """Take a lexicon, or make one from a dictionary."""
    if isinstance(given, Lexicon):
        return given
    if isinstance(given, Mapping):
        return Lexicon.from_dict(given)
    raise LexiconError(
        f"{argument}: expected a Lexicon or a dictionary of patterns, found {type(given).__name__}: use "
        'Lexicon.from_toml(path), Lexicon.builtin(name) or a dictionary, {"terrorism": ["terroris*"]}'
    )


def _with_themes(core: _coopsec.Lexicon, origin: str, such: str) -> _coopsec.Lexicon:
    """Refuse a file without a theme, such as an empty one: tables of it would be empty without a reason."""
    if not core.themes().height:
        raise LexiconError(f"{origin}: the file has no theme: expected themes with lists of patterns, such as {such}")
    return core


def _read_text(path: str | os.PathLike[str], others: tuple[str, ...], reader: str) -> str:
    """Read a file, unless its suffix is one of the `others`, which another method is the reader of."""
    place = Path(as_text(path, "the path of a file; Lexicon.from_dict takes a dictionary"))
    if place.suffix.lower() in others:
        raise LexiconError(f"{os.fsdecode(path)}: read a {place.suffix} file by Lexicon.{reader}")
    try:
        return place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{os.fsdecode(path)}: not UTF-8 at byte {error.start}: save it as UTF-8") from error


def _plain(value: Any) -> Any:
    """Turn mappings into dictionaries and other iterables of strings into lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):  # also of numpy, polars and pandas
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain(item) for item in items]
    return value
