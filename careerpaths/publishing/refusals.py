"""Changes that are refused, and reasons that several of them share."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from careerpaths.models import RulesetVersion, RulesetVersionQuerySet

VersionState = RulesetVersion.State


class PublishingError(ValueError):
    """A change that is refused, with one sentence."""


class DraftChanged(PublishingError):
    """Somebody else has changed the draft since it was opened."""

    def __init__(self) -> None:
        super().__init__(gettext("This draft was changed since you opened it. Look at the change, then try again."))


class ChecksFailed(PublishingError):
    """A ruleset that fails its own checks."""

    def __init__(self, failures: Sequence[str]) -> None:
        self.failures = tuple(failures)
        said = ngettext(
            "%(n)s check fails, so this version is not published.",
            "%(n)s checks fail, so this version is not published.",
            len(failures),
        )
        super().__init__(said % {"n": len(failures)})


def lock(version: RulesetVersion) -> None:
    """Read the version again as it is stored, and keep others from changing it until the transaction ends."""
    read_again(version, RulesetVersion.objects.select_for_update())


def read_again(version: RulesetVersion, stored: RulesetVersionQuerySet | None = None) -> None:
    """Read the version as it is stored now. Somebody may have deleted it meanwhile, if it was a draft."""
    try:
        version.refresh_from_db(from_queryset=stored)
    except RulesetVersion.DoesNotExist as error:
        raise PublishingError(gettext("This draft has been deleted.")) from error


def need(version: RulesetVersion, state: VersionState, sentence: str) -> None:
    if version.state != state:
        raise PublishingError(sentence)


def need_unchanged(version: RulesetVersion, digest: str) -> None:
    """Refuse if the stored content is not what the caller saw. An empty digest means that the caller saw none."""
    if digest and version.digest != digest:
        raise DraftChanged


def need_a_reason(note: str, sentence: str) -> None:
    if not note.strip():
        raise PublishingError(sentence)
