"""Markdown: the result, the plan and the answers, to paste into notes. What people typed is never markup."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.exports.bundle import Bundle
from assessments.results.parts import ExplainedOption, Sentence
from assessments.wording.names import isolated

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")  # have a meaning anywhere in a line
LEADING = re.compile(r"^(\d*)([#+\-=:.)])")  # have a meaning at the start of a line, an item or a heading


def _bare(text: str) -> str:
    """Text that Markdown shows as it is: on one line, without marks of Markdown or HTML."""
    line = " ".join(text.split())
    return LEADING.sub(
        r"\1\\\2", _SPECIAL.sub(r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    )


def write_markdown(kept: Bundle) -> bytes:
    return ("\n".join(_lines(kept)).rstrip() + "\n").encode()


def _lines(kept: Bundle) -> Iterator[str]:
    yield from (f"# {_bare(isolated(kept.assessment.title) or _('A comparison of career options'))}", "")
    yield from (_bare(kept.page.headline), "", _bare(_("Information based on your answers, never a verdict.")), "")
    if kept.page.own_order:
        yield from (_bare(kept.page.own_order), "")
    if kept.page.compared:
        yield from _ranking(kept)
        for option in kept.page.compared:
            yield from _option(option)
    yield from _plan(kept)
    yield from _journal(kept)
    yield from _answers(kept)
    yield from (f"*{_bare(_('Rules:'))} {_bare(kept.rules)}*",)


def _ranking(kept: Bundle) -> Iterator[str]:
    head = [_("Option"), _("Value"), _("Likely"), _("Possible"), _("First in")]
    yield from (f"## {_bare(_('How the options compare'))}", "")
    yield "| " + " | ".join(map(_bare, head)) + " |"
    yield "|" + " --- |" * len(head)
    for option in kept.page.options:
        cells = [option.name, str(option.value), option.likely, option.possible, option.first_share or "–"]
        yield "| " + " | ".join(map(_bare, cells)) + " |"
    yield ""


def _option(option: ExplainedOption) -> Iterator[str]:
    yield from (f"### {_bare(option.name)}", "")
    yield from (f"- **{_bare(one.level_text)}**: {_bare(one.advice.flag.title)}" for one in option.warnings)
    yield from _reasons(_("For"), option.reasons_for)
    yield from _reasons(_("Against"), option.reasons_against)
    yield ""


def _reasons(side: str, reasons: tuple[Sentence, ...]) -> Iterator[str]:
    for reason in reasons:
        sources = ", ".join(passage.id for passage in reason.evidence)
        yield f"- {_bare(side)}: {_bare(reason.text)}, {_bare(reason.points_text)}" + (f" ({sources})" * bool(sources))


def _plan(kept: Bundle) -> Iterator[str]:
    if kept.page.plan:
        yield from (f"## {_bare(_('Plan'))}", "")
    for phase in kept.page.plan:
        yield from (f"### {_bare(phase.title)}", "")
        yield from (f"- [ ] {_bare(item.text)}" for item in phase.items)
        yield ""


def _journal(kept: Bundle) -> Iterator[str]:
    if kept.decisions:
        yield from (f"## {_bare(_('Decision journal'))}", "")
    for decision in kept.decisions:
        chosen = isolated(str(decision)) or _("Not said")
        yield f"- {_bare(decision.decided_at.date().isoformat())}: **{_bare(chosen)}**"
        for label, text in ((_("Why"), decision.why), (_("What happened"), decision.outcome)):
            if text:
                yield f"  - {_bare(label)}: {_bare(text)}"
        if decision.look_again_on:
            yield f"  - {_bare(_('Look again on'))} {_bare(decision.look_again_on.isoformat())}"
    if kept.decisions:
        yield ""


def _answers(kept: Bundle) -> Iterator[str]:
    yield from (f"## {_bare(_('All answers'))}", "")
    for group in kept.answers:
        yield from (f"### {_bare(group['name'] or _('About you'))}", "")
        yield from (f"- {_bare(question.text)} **{_bare(text)}**" for question, text in group["lines"])
        yield ""
