"""The words of a ruleset's closed lists, as the method page says them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

WORDED: Mapping[str, StrOrPromise] = {
    # the level of a warning
    "serious": _("Serious"),
    "warning": _("Warning"),
    "note": _("Note"),
    # the basis of a warning or a step
    "post": _("Basis: the post"),
    "comments": _("Basis: comments on the post"),
    "ours": _("Basis: our own judgement"),
    # the tier of a question
    "setup": _("asked with the option"),
    "core": _("main question"),
    "detail": _("detailed question"),
    "optional": _("optional question"),
    # the role of a table's numbers, if they are not values from 0 to 1
    "value": "",
    "share": _("A share."),
    "factor": _("A factor."),
    "goal_weight": _("A lead weight."),
    # the kind of a passage
    "threshold": _("a threshold"),
    "weight": _("how much something counts"),
    "direction": _("a direction"),
    "condition": _("a condition"),
    "caveat": _("a caveat"),
    "advice": _("advice"),
    "question": _("a question to ask"),
    "dissent": _("disagreement"),
    # how firmly a passage says it
    "strong": _("said firmly"),
    "moderate": _("said with some caution"),
    "weak": _("said in passing"),
}
