"""What is stored about cases: the comparisons, who they were shown to, who advises, what was decided."""

from assessments.models.advising import AdvisorNote, Consent, Invitation
from assessments.models.cases import (
    NAME_LENGTH,
    Answer,
    AnswerChange,
    AnswerState,
    Assessment,
    AssessmentKey,
    BrowserTransfer,
    Option,
    new_uid,
)
from assessments.models.drawing import DrawnPdf
from assessments.models.journal import Decision, SureAnswers
from assessments.models.sharing import Comment, Grant, ShareLink

__all__ = [
    "NAME_LENGTH",
    "AdvisorNote",
    "Answer",
    "AnswerChange",
    "AnswerState",
    "Assessment",
    "AssessmentKey",
    "BrowserTransfer",
    "Comment",
    "Consent",
    "Decision",
    "DrawnPdf",
    "Grant",
    "Invitation",
    "Option",
    "ShareLink",
    "SureAnswers",
    "new_uid",
]
