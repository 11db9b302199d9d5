"""The YAML of lexicons: text, lists, and mappings without duplicate keys."""

from __future__ import annotations

from typing import Any

from coopsec.errors import LexiconError

__all__ = ["read_yaml"]


def read_yaml(text: str, origin: str) -> Any:
    """Parse the text of a file, which messages call `origin`."""
    try:
        import yaml  # an optional dependency
    except ImportError as error:
        raise ImportError("reading YAML needs PyYAML: pip install pyyaml") from error

    # The base loader only makes strings, lists and dictionaries. Of duplicate keys, it would silently keep the last.
    class Loader(yaml.BaseLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            lines: dict[str, int] = {}
            for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
                line = key.start_mark.line + 1
                if key.value in lines:
                    raise LexiconError(
                        f"{origin}, line {line}: the key {key.value!r} is used twice, first on line "
                        f"{lines[key.value]}: put its patterns together"
                    )
                lines[key.value] = line
            made: dict[Any, Any] = super().construct_mapping(node, deep)
            return made

    try:
        return yaml.load(text, Loader=Loader)  # the loader above is a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = "" if mark is None else f" at line {mark.line + 1}, column {mark.column + 1}"
        raise LexiconError(f"{origin}: not valid YAML{place}: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise LexiconError(f"{origin}: not valid YAML: {error}") from error
