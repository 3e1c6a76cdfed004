"""Rulesets as YAML: one folder is one document, split into files so that each can be read on its own.

Reading knows nothing of what a ruleset means; `careerpaths.scoring.parsing.parse` judges the document.
"""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, cast

import yaml
from yaml.composer import Composer
from yaml.events import Event
from yaml.nodes import MappingNode, Node

from careerpaths.scoring.faults import Fault, RulesetError, shortened

SHIPPED = Path(__file__).parent / "why_do_a_phd"
"""The folder of the ruleset that comes with the site."""
LARGEST = 1_000_000  # bytes; the shipped ruleset has 150,000
_DEEPEST = 40  # mappings and lists inside each other; the shipped ruleset has 12


def shipped() -> dict[str, Any]:
    """The document of the shipped ruleset."""
    return read_folder(SHIPPED)


def read(path: Path) -> dict[str, Any]:
    """The document in a folder of YAML files or in a single one. Raises `RulesetError`."""
    if path.is_dir():
        return read_folder(path)
    try:
        with path.open("rb") as file:
            return read_yaml(file.read(LARGEST + 1), path.name)
    except OSError as error:
        raise _refusal(str(path), "The file cannot be read. Check its name and that you may open it.") from error


def read_folder(path: Path) -> dict[str, Any]:
    """Merge the YAML files of a folder into one document of plain JSON data.

    Raises `RulesetError` for broken YAML and for a key that two files define.
    """
    document: dict[str, Any] = {}
    owners: dict[str, str] = {}
    for file in sorted(path.glob("*.yaml")):
        for key, value in read_yaml(file.read_bytes(), file.name).items():
            if key in owners:
                raise _refusal(file.name, f"The key {key} is also in {owners[key]}. Keep it in one file.")
            document[key], owners[key] = value, file.name
    if not document:
        raise _refusal(path.name, "There is no ruleset in this folder. Put its YAML files here.")
    return document


def read_yaml(text: str | bytes, name: str) -> dict[str, Any]:
    """The mapping that a YAML text holds. `name` is what messages call the text.

    Raises `RulesetError` with file, line and one sentence.
    """
    document = read_plain(text, name)
    if not isinstance(document, dict):
        raise _refusal(name, "The file must be a mapping of keys to values.")
    return document


def read_plain(text: str | bytes, name: str) -> Any:
    """The plain data that a YAML text holds: mappings, lists, texts, numbers and truth values.

    Raises `RulesetError` with file, line and one sentence.
    """
    if len(text) > LARGEST:
        raise _refusal(name, f"The file is too large: at most {LARGEST // 1000:,} kB.")
    try:
        return yaml.load(text, PlainLoader)  # noqa: S506 - a safe loader, narrowed further
    except yaml.MarkedYAMLError as error:
        raise _refusal(name, _sentence(error), _line(error.problem_mark, text)) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise _refusal(name, "The file holds a character that YAML does not allow. Remove it.") from error
    except ValueError as error:  # a whole number with thousands of digits
        raise _refusal(name, "The file holds a number with too many digits. Shorten it.") from error


def _refusal(name: str, sentence: str, line: int | None = None) -> RulesetError:
    where = name if line is None else f"{name}, line {line}"
    return RulesetError([Fault(path=where, message=sentence)])


def _line(mark: yaml.Mark | None, text: str | bytes) -> int | None:
    """The number of the line; the last one that holds anything where the text breaks off."""
    filled = text.rstrip()
    last = filled.count("\n") if isinstance(filled, str) else filled.count(b"\n")
    return None if mark is None else min(mark.line, last) + 1


def _sentence(error: yaml.MarkedYAMLError) -> str:
    if isinstance(error, _NotPlain):
        return f"{error.problem}."
    return f"Check this line and the one before: {error.problem or 'the text breaks off'}."


class _NotPlain(yaml.MarkedYAMLError):
    """Something that YAML allows but we do not."""

    def __init__(self, place: Event | Node, sentence: str) -> None:
        super().__init__(problem=sentence, problem_mark=cast("yaml.Mark", place.start_mark))  # libyaml's has the same


class PlainLoader(Composer, yaml.CSafeLoader):
    """Reads what JSON can say: `no` and `on` stay words, dates stay text, nothing is said twice or by reference.

    libyaml reads the text, three times as fast as Python; what it finds is put together here, where depth is counted.
    """

    def __init__(self, text: str | bytes) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)
        self.depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = cast("Event", self.peek_event())  # `compose_node` is called where there is one
        if isinstance(event, yaml.AliasEvent):
            raise _NotPlain(event, "References are not used here; write the value out")
        if getattr(event, "tag", None) is not None:
            raise _NotPlain(event, "Tags are not used here; write only the value")
        if self.depth > _DEEPEST:
            raise _NotPlain(event, "The file is nested too deeply; make it flatter")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                raise _NotPlain(key, "A key must be a text; put it in quotes")
            if key.value in seen:
                raise _NotPlain(key, f"The key {shortened(key.value)} appears here twice; keep one")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _starts in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", "-0123456789"),
):
    PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_starts))
