"""A case from an editor: typed, or the site's own export, of which only what the rules read is kept.

Published rules are public, so the title, journal, names and sensitive answers of an export never get into them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from string import ascii_lowercase
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from careerpaths import rulesets
from careerpaths.reading.json import Limits, NotJson, read_json
from careerpaths.scoring.answers import CaseDocument, case_of, read_case, unreadable_answers
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.faults import CaseError, Fault, sentences, told
from careerpaths.scoring.findings.analysis import glance
from careerpaths.scoring.findings.reference import DRAWS
from careerpaths.scoring.ruleset import Ruleset

EXPORT_LIMITS = Limits(size=700_000, depth=10, values=3_000)
"""An export has few values and may have a long journal."""
LONGEST_YAML = 50_000  # characters, because reading YAML is slow
_CASE = {"person", "options"}
OF_A_RESULT = {"view", "robustness"}
LONGEST_ID = 56  # characters, so that a number has room


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenCase:
    """The person and the options, and sentences about what was left out of the file."""

    case: dict[str, Any]
    left_out: tuple[str, ...] = ()


def read_given(ruleset: Ruleset, text: str | bytes) -> GivenCase:
    """The case that the editor gave. Raises `DocumentError`.

    A case written for the rules stays as it is; whether its answers exist is checked when it is stored.
    """
    data = read_text(text)
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if isinstance(data, list) and data:
        raise _refusal(_("This file holds %(n)s cases. Paste one of them.") % {"n": len(data)})
    if isinstance(data, dict) and data.keys() >= OF_A_RESULT:
        raise _refusal(_("This is a result. Paste the case that it was worked out from."))
    if not isinstance(data, dict) or not data.keys() & _CASE or data.keys() - CaseDocument.model_fields.keys():
        raise _refusal(_("Write a mapping with the keys person and options."))
    return _from_export(ruleset, data) if data.keys() - _CASE else GivenCase(case=data)


def read_text(text: str | bytes) -> Any:
    """The plain data in a JSON or YAML text. JSON is tried first: it is faster, and may be longer."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    try:
        return read_json(raw, EXPORT_LIMITS)
    except NotJson:
        if len(raw) > LONGEST_YAML:
            raise _refusal(_("This is not JSON, and too long for YAML. Check that the file is complete.")) from None
        return rulesets.read_plain(raw, "case")


def _from_export(ruleset: Ruleset, data: Mapping[str, Any]) -> GivenCase:
    try:
        document = CaseDocument.model_validate(data)
    except ValidationError as error:
        raise CaseError(sentences(error)) from error
    unknown = unreadable_answers(ruleset, document)
    case_of(ruleset, document)
    sensitive = {question.id: question.short for question in ruleset.questions if question.sensitive}
    kinds = {kind.id: kind.short for kind in ruleset.paths}
    options = [
        {
            "id": letter,
            "name": _("Option %(letter)s (%(kind)s)") % {"letter": letter.upper(), "kind": kinds[option.path]},
            "path": option.path,
            "answers": _kept(option.answers, sensitive),
        }
        for letter, option in zip(ascii_lowercase, document.options, strict=False)
    ]
    given = {key for answers in (document.person, *(o.answers for o in document.options)) for key in answers}
    withheld = [sensitive[key] for key in sensitive if key in given]
    case = {"person": _kept(document.person, sensitive), "options": options}
    return GivenCase(case=case, left_out=(_not_public(document, withheld), *_not_known(unknown)))


def _kept(answers: Mapping[str, Any], sensitive: Mapping[str, str]) -> dict[str, Any]:
    return {
        key: value for key, value in answers.items() if value is not None and key not in sensitive and key != "opt_path"
    }


def _not_public(document: CaseDocument, withheld: list[str]) -> str:
    parts = [_("the names of the options")]
    if document.title:
        parts.insert(0, _("the title"))
    if any((document.journal or {}).values()):
        parts.append(_("the journal"))
    if withheld:
        parts.append(_("the sensitive answers (%(questions)s)") % {"questions": ", ".join(withheld)})
    return _("Published rules are public, so this was left out of the export: %(parts)s.") % {"parts": ", ".join(parts)}


def _not_known(unknown: list[Fault]) -> tuple[str, ...]:
    if not unknown:
        return ()
    said = ngettext(
        "This version has no place for %(n)s answer, so it was left out: %(paths)s.",
        "This version has no place for %(n)s answers, so they were left out: %(paths)s.",
        len(unknown),
    )
    paths = ", ".join(fault.path or fault.message for fault in told(unknown))
    return (said % {"n": len(unknown), "paths": paths},)


def _refusal(sentence: str) -> CaseError:
    return CaseError([Fault(path="", message=sentence)])


# --- suggestions ----------------------------------------------------------------------------------------------------


def suggested_name(ruleset: Ruleset, case: Mapping[str, Any]) -> str:
    """The kinds of option, in order."""
    kinds = {kind.id: kind.short for kind in ruleset.paths}
    return ", ".join(dict.fromkeys(kinds[path] for path in _paths(case) if path in kinds))


def suggested_id(ruleset: Ruleset, case: Mapping[str, Any]) -> str:
    """The kinds of option as a free id."""
    taken = {item.id for item in ruleset.reference_cases}
    stem = "_".join(dict.fromkeys(_paths(case)))[:LONGEST_ID] or "case"
    return next(name for n in count(1) if (name := stem if n == 1 else f"{stem}_{n}") not in taken)


def suggested_expectations(compiled: Compiled, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What comes first today. Raises `CaseError` for a case that this version cannot read."""
    seen = glance(compiled, read_case(compiled.ruleset, case), DRAWS)
    if not seen.order:
        return [{"kind": "closeness", "closeness": "not_ranked"}]
    return [{"kind": "first", "option": seen.evaluation.options[seen.order[0]].id}]


def _paths(case: Mapping[str, Any]) -> list[str]:
    options = case.get("options")
    found = [option.get("path") for option in options if isinstance(option, dict)] if isinstance(options, list) else []
    return [path for path in found if isinstance(path, str)]
