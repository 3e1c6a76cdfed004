"""What can be done with the options of an assessment: add, edit, copy, delete, bring back."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import NAME_LENGTH, Assessment, Option
from assessments.questionnaire import answers
from assessments.questionnaire.copied_options import follow
from assessments.wording.form_with_faults import Refused
from assessments.wording.names import isolated, told_apart
from careerpaths.scoring.answers import MOST_OPTIONS
from careerpaths.scoring.parts.origins import PathKind


@transaction.atomic
def add_option(assessment: Assessment, *, name: str, path: str) -> Option:
    """Add an option at the end. Raises `Refused` for a ninth."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    _refuse_a_ninth(assessment)
    last = assessment.options.aggregate(last=Max("position"))["last"]
    option = assessment.options.create(name=name, path=path, position=0 if last is None else last + 1)
    follow(assessment)
    return option


def add_typical(assessment: Assessment, path: str) -> Option:
    """Add an option of a kind that nobody has described, to compare with."""
    return add_option(assessment, name=_not_taken(assessment, typical_name(path)), path=path)


def typical_name(path: str) -> str:
    names = {
        "phd": _("A typical PhD"),
        "rc_industry": _("A typical industry job"),
        "rc_nonprofit": _("A typical non-profit job"),
        "rc_ra": _("A typical research assistant job"),
        "independent": _("Typical independent research"),
    }
    return names[path]


def _not_taken(assessment: Assessment, name: str) -> str:
    """The name, with a number if another option already has it: "A typical PhD 2"."""
    taken = set(assessment.options.present().values_list("name", flat=True))
    numbered = (f"{name[: NAME_LENGTH - 2]} {count}" for count in range(2, MOST_OPTIONS + 2))
    return next(new for new in (name, *numbered) if new not in taken)


@transaction.atomic
def change_option(option: Option, *, name: str, path: str) -> None:
    """Rename an option or change its kind. Its answers are kept; those that the new kind lacks are not used."""
    option.name, option.path = name, path
    option.save(update_fields=["name", "path"])
    follow(option.assessment)


@transaction.atomic
def copied_option(option: Option) -> Option:
    """Add an option with the same kind and answers. Raises `Refused` for a ninth."""
    name = _("Copy of %(name)s") % {"name": option.name} if option.name else ""
    name = _not_taken(option.assessment, name[:NAME_LENGTH]) if name else ""
    new = add_option(option.assessment, name=name, path=option.path)
    answers.copy_answers(option, new)
    return new


@transaction.atomic
def delete_option(option: Option) -> None:
    """Delete an option. It can be brought back until another one is deleted; then it is gone for good."""
    if option.deleted_at:  # the button was pressed twice
        return
    before = option.assessment.options.filter(deleted_at__isnull=False)
    _keep_names(before)
    before.delete()
    option.deleted_at = timezone.now()
    option.save(update_fields=["deleted_at"])
    follow(option.assessment)


def _keep_names(leaving: Iterable[Option]) -> None:
    """Journal entries about an option that is deleted for good keep its name."""
    for option in leaving:
        name = str(option)
        option.decisions.filter(choice="").update(choice=name)


@transaction.atomic
def restore(option: Option) -> None:
    """Bring back a deleted option. Raises `Refused` if there are eight others by now."""
    if not option.deleted_at:
        return
    _refuse_a_ninth(option.assessment)
    option.deleted_at = None
    option.save(update_fields=["deleted_at"])
    follow(option.assessment)


def _refuse_a_ninth(assessment: Assessment) -> None:
    if assessment.options.present().count() >= MOST_OPTIONS:
        raise Refused(_("You can compare up to eight options. Delete one to make room."))


def last_deleted(assessment: Assessment) -> Option | None:
    """The option that can be brought back."""
    return assessment.options.filter(deleted_at__isnull=False).first()


def display_name(option: Option, paths: Mapping[str, PathKind]) -> str:
    """The name given by the person, or the kind of option."""
    return isolated(option.name or paths[option.path].short)


def names_of(present: Iterable[Option], paths: Mapping[str, PathKind]) -> dict[str, str]:
    """What the current options are called, by address, so that they can be told apart."""
    listed = list(present)
    names = told_apart(option.name or paths[option.path].short for option in listed)
    return dict(zip((option.uid for option in listed), names, strict=True))
