"""Second opinions are about the owner's options, so their copies follow every change to them."""

from assessments.models import Assessment, Option
from assessments.wording.names import plain_name
from careerpaths.scoring.answers import MOST_OPTIONS


def follow(assessment: Assessment) -> None:
    """Bring the options of every second opinion up to date with the originals. Their answers stay."""
    for opinion in assessment.opinions.select_related("opinion_link"):
        copy_options(assessment, opinion)


def copy_options(assessment: Assessment, opinion: Assessment) -> None:
    """Give a second opinion the owner's options under the same addresses; deleted ones stay deleted."""
    originals = list(assessment.options.all())
    opinion.options.exclude(uid__in=[option.uid for option in originals]).delete()
    place = 0
    for option in originals:
        shown = {name: getattr(option, name) for name in ("seed", "path", "position", "deleted_at")}
        opinion.options.update_or_create(uid=option.uid, defaults={**shown, "name": _name(opinion, option, place)})
        place += option.deleted_at is None


def _name(opinion: Assessment, option: Option, place: int) -> str:
    """The option's name if the link shows names, otherwise a letter and its kind."""
    link = opinion.opinion_link
    if link is not None and link.shows_names:
        return option.name
    return plain_name(opinion.rules, min(place, MOST_OPTIONS - 1), option.path)
