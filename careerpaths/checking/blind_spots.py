"""Parts of a ruleset version that have no effect: unused questions and tables, uncited passages, rules that never act.

A blind spot is not an error. It is listed next to the reference cases, so that editors can look at it before
publishing. Usage is found by trying things out (`scoring.probing`), not by trusting what the version says about itself.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from careerpaths.cache import Cache
from careerpaths.method.uses import uses_of_evidence
from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import compile_ruleset
from careerpaths.scoring.findings.batch import flags_raised
from careerpaths.scoring.findings.probing import MANY, Probe, made_up
from careerpaths.scoring.parts.numbers import LevelTable
from careerpaths.scoring.ruleset import Ruleset


@dataclass(frozen=True, kw_only=True, slots=True)
class BlindSpot:
    """One thing that has no effect, with its path and a sentence."""

    path: str
    sentence: str


def blind_spots(
    ruleset: Ruleset, examples: Sequence[Case], stored: Sequence[Case] = (), shown: Collection[str] = ()
) -> list[BlindSpot]:
    """Everything without an effect on made-up people, on examples or on stored answers.

    `shown` are questions whose answers appear next to a result, though nothing is computed from them.
    """
    tried = _tried.get(ruleset.digest_without_label, lambda: _try(ruleset))
    return [
        *(spot for spot in tried.spots if spot.path not in {f"questions.{question}" for question in shown}),
        *_evidence(ruleset),
        *_order(ruleset),
        *_silent_flags(ruleset, tried.raised, examples, stored),
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tried:
    """What trying out a ruleset has shown."""

    spots: tuple[BlindSpot, ...]
    raised: frozenset[str]  # flags


_tried: Cache[_Tried] = Cache(8)  # it takes a second, and a draft's pages need it again and again


def _try(ruleset: Ruleset) -> _Tried:
    compiled = compile_ruleset(ruleset)
    probe = Probe(compiled)
    spots = (*_questions(ruleset, probe), *_tables(ruleset, probe), *_idle_adjustments(ruleset, probe))
    return _Tried(spots=spots, raised=flags_raised(compiled, made_up(ruleset, MANY)))


def _questions(ruleset: Ruleset, probe: Probe) -> Iterator[BlindSpot]:
    for question in probe.idle_questions():
        said = _("No rule, value, warning or step uses the answer to “%(question)s”.")
        short = ruleset.questions_by_id[question].short
        yield BlindSpot(path=f"questions.{question}", sentence=said % {"question": short})


def _tables(ruleset: Ruleset, probe: Probe) -> Iterator[BlindSpot]:
    for table in probe.idle_tables():
        short = ruleset.questions_by_id[ruleset.tables_by_id[table].question].short
        said = _("Nothing reads the values “%(table)s” of “%(question)s”.") % {"table": table, "question": short}
        yield BlindSpot(path=f"tables.{table}", sentence=said)
    for curve in probe.idle_curves():
        said = _("Nothing reads the curve “%(curve)s”.") % {"curve": ruleset.curves_by_id[curve].label}
        yield BlindSpot(path=f"curves.{curve}", sentence=said)


def _evidence(ruleset: Ruleset) -> Iterator[BlindSpot]:
    """A caveat limits everything, so no single number has to cite it."""
    for passage, uses in uses_of_evidence(ruleset).items():
        if not uses and ruleset.evidence_by_id[passage].kind != "caveat":
            said = _("Nothing cites the passage %(passage)s.") % {"passage": passage}
            yield BlindSpot(path=f"evidence.{passage}", sentence=said)


def _order(ruleset: Ruleset) -> Iterator[BlindSpot]:
    for table in ruleset.tables:
        if table.role == "value" and not _is_monotone(ruleset, table):
            said = _("The values of “%(question)s” neither rise nor fall along its answers.")
            short = ruleset.questions_by_id[table.question].short
            yield BlindSpot(path=f"tables.{table.id}", sentence=said % {"question": short})


def _is_monotone(ruleset: Ruleset, table: LevelTable) -> bool:
    """Whether values rise or fall along the answers. An exception that the table's note explains is fine."""
    choices = ruleset.questions_by_id[table.question].choice_ids
    note = table.note.lower()
    levels = [table.levels[choice] for choice in choices if choice in table.levels and choice not in note]
    steps = [after - before for before, after in pairwise(levels)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _silent_flags(
    ruleset: Ruleset, raised: frozenset[str], examples: Sequence[Case], stored: Sequence[Case]
) -> Iterator[BlindSpot]:
    raised |= flags_raised(compile_ruleset(ruleset), [*examples, *stored])
    for flag in ruleset.flags:
        if flag.id not in raised:
            words = {"flag": flag.title, "made": MANY + len(examples), "stored": len(stored)}
            yield BlindSpot(path=f"flags.{flag.id}", sentence=_of_nobody(bool(stored)) % words)


def _of_nobody(some_are_stored: bool) -> str:
    if some_are_stored:
        return _(
            "The warning “%(flag)s” is raised on none of %(made)d made-up cases and on none of the newest "
            "%(stored)d stored comparisons."
        )
    return _("The warning “%(flag)s” is raised on none of %(made)d made-up cases.")


def _idle_adjustments(ruleset: Ruleset, probe: Probe) -> Iterator[BlindSpot]:
    for change in ruleset.adjustments:
        others = tuple(other for other in ruleset.adjustments if other.id != change.id)
        without = compile_ruleset(ruleset.model_copy(update={"adjustments": others}))
        if change.enabled and not probe.differs_from(without):
            said = _("The adjustment “%(name)s” changes none of %(n)d made-up cases.")
            yield BlindSpot(path=f"adjustments.{change.id}", sentence=said % {"name": change.name, "n": MANY})
