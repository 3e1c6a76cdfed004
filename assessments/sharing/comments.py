"""Comments of those who were shown a result. Plain text; the owner can answer, hide and delete each."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Assessment, Comment, Consent, Option, ShareLink
from assessments.models.sharing import COMMENT_LENGTH
from assessments.questionnaire import options
from assessments.wording.form_with_faults import Refused
from assessments.wording.typed import several_lines

MOST_COMMENTS = 100  # through one link, or by one advisor: a total would tell each how much others said
EMPTY = gettext_lazy("Write a comment.")


def clean(text: str) -> str:
    """The text without invisible characters. Markup stays as typed and is shown as text.

    Raises `Refused` for an empty or a long one.
    """
    text = several_lines(text)
    if not text:
        raise Refused(str(EMPTY))
    if len(text) > COMMENT_LENGTH:
        raise Refused(
            _("Write at most %(most)d characters. This has %(count)d.") % {"most": COMMENT_LENGTH, "count": len(text)}
        )
    return text


def say(assessment: Assessment, *, name: str, text: str, option: Option | None, by: ShareLink | Consent) -> Comment:
    """Save a comment on the result, or on one option. Raises `Refused`."""
    if _said_by(assessment, by).count() >= MOST_COMMENTS:
        raise Refused(_("There are too many comments here already. Speak to the person directly."))
    return assessment.comments.create(
        name=name,
        text=clean(text),
        option=option,
        link=by if isinstance(by, ShareLink) else None,
        consent=by if isinstance(by, Consent) else None,
    )


def reply(comment: Comment, text: str) -> None:
    """The owner's answer; an empty one takes it back. Raises `Refused` for a long one."""
    comment.reply = clean(text) if text.strip() else ""
    comment.replied_at = timezone.now() if comment.reply else None
    comment.save(update_fields=["reply", "replied_at"])


def hide(comment: Comment, *, hidden: bool) -> None:
    """Hide a comment from everybody but the owner, or show it again."""
    comment.hidden_at = timezone.now() if hidden else None
    comment.save(update_fields=["hidden_at"])


def note_read(assessment: Assessment) -> None:
    """The owner saw every comment, so none of them is new any more."""
    assessment.comments.filter(read_at=None).update(read_at=timezone.now())


def seen_by_owner(assessment: Assessment) -> list[Comment]:
    """Every comment, each with what its option is called on this page."""
    paths = assessment.rules.paths_by_id
    names = options.names_of(assessment.options.present(), paths)
    said = list(assessment.comments.select_related("option", "link", "consent__advisor"))
    for comment in said:
        if comment.option:
            comment.about = names.get(comment.option.uid) or options.display_name(comment.option, paths)
    return said


def seen_by(assessment: Assessment, by: ShareLink | Consent) -> Iterable[Comment]:
    """What the holder of one link said, with the owner's answers. What others said is only for them and the owner."""
    return _said_by(assessment, by).filter(hidden_at=None).select_related("option")


def _said_by(assessment: Assessment, by: ShareLink | Consent) -> QuerySet[Comment]:
    return assessment.comments.filter(link=by) if isinstance(by, ShareLink) else assessment.comments.filter(consent=by)
