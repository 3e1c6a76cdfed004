"""A ruleset document as YAML that `read_yaml` reads back: the same content gives the same bytes."""

import re
from typing import Any

import yaml
from yaml.representer import SafeRepresenter

from careerpaths.rulesets import PlainLoader

_WIDTH = 116  # characters of a line

ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

EMOJI = re.compile(r"\\U[0-9A-F]{8}")  # as the quick writer writes them, and whatever else is beyond four digits

_HEAD = """\
# Ruleset {name} {version}
# SHA-256 of the content: {digest}
# What this file may contain: /method/schema.json
"""


class _Plain(SafeRepresenter):
    """Writes every value out, and puts in quotes what this reader or another one would not take for a text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _PlainDumper(_Plain, yaml.SafeDumper):
    """In Python: it writes emoji as they are."""


class _QuickDumper(_Plain, yaml.CSafeDumper):
    """The same in C, a quarter of the time."""


def _text(dumper: SafeRepresenter, text: str) -> yaml.ScalarNode:
    """Characters that YAML takes for the end of a line, or does not allow as they are, are written as escapes."""
    style = '"' if ESCAPED.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text)
_PlainDumper.yaml_implicit_resolvers = _QuickDumper.yaml_implicit_resolvers = {
    first: [
        *yaml.SafeDumper.yaml_implicit_resolvers.get(first, []),
        *PlainLoader.yaml_implicit_resolvers.get(first, []),
    ]
    for first in {*yaml.SafeDumper.yaml_implicit_resolvers, *PlainLoader.yaml_implicit_resolvers}
}


def write_yaml(document: dict[str, Any], digest: str) -> str:
    """The document in its own order, below three lines that say what it is."""
    return _HEAD.format(name=document["name"], version=document["version"], digest=digest) + plain_yaml(document)


def plain_yaml(data: Any) -> str:
    """Plain data as YAML, in its own order."""
    text = _dumped(data, _QuickDumper)
    return _dumped(data, _PlainDumper) if EMOJI.search(text) else text


def _dumped(data: Any, dumper: type[yaml.SafeDumper | yaml.CSafeDumper]) -> str:
    text: str = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text
