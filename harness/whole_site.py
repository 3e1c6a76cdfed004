"""Every address of the site, and somebody whose comparison has everything that can belong to one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.urls import URLResolver, get_resolver

from assessments.advising import desk
from assessments.models import AdvisorNote, Assessment, Consent, DrawnPdf, ShareLink
from assessments.sharing import links, second_opinions
from careerpaths.models import RulesetVersion
from harness.stored import store

TITLE, NAME, SAID, WRITTEN, NOTED, LABEL = (
    f"Mark{n}" for n in ("Title", "Option", "Comment", "Journal", "Note", "Label")
)
MARKS = {TITLE, NAME, SAID, WRITTEN, NOTED, LABEL}
KNOWN_ANYHOW = {r"admin/(?P<url>.*)$"}  # Django's own response to any other address under admin
VALUES = {
    "question": "opt_peers",
    "moment": "after",
    "page": "plan",
    "form": "json",
    "slug": "weights",
    "name": "opt_peers",
    "case": "typical_lead",
    "content_type_id": "1",
    "app_label": "auth",
}


class Route(NamedTuple):
    pattern: str
    parts: tuple[str, ...]


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    """Every address of the site, as written in the URL configuration."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        else:
            yield Route(pattern, tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern)))


ROUTES = [route for route in routes() if route.pattern not in KNOWN_ANYHOW]


@dataclass
class Victim:
    """Somebody's comparison with everything that can belong to one."""

    assessment: Assessment
    values: dict[str, str]
    tokens: dict[str, str]  # the tokens of the links, by what they allow

    def path(self, route: Route, token: str) -> str:
        """The address filled with this person's ids. An unknown part raises `KeyError`: give it a value."""
        values = {**VALUES, **self.values, "token": token}
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route.pattern).replace("^", "").replace("$", "")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], path)

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that belongs to this person, except the visit counts."""
        a = self.assessment
        Assessment.objects.get(pk=a.pk)
        return {
            "title": list(
                Assessment.objects.filter(pk=a.pk).values_list("title", "ruleset", "owner", "details_opened")
            ),
            "options": list(a.options.order_by("pk").values_list("uid", "name", "path", "deleted_at", "position")),
            "answers": list(a.answers.order_by("pk").values_list("question", "option", "state", "value")),
            "links": list(a.links.order_by("pk").values_list("uid", "label", "revoked_at", "expires_at", "digest")),
            "comments": list(a.comments.order_by("pk").values_list("text", "reply", "hidden_at")),
            "consents": list(a.consents.order_by("pk").values_list("uid", "withdrawn_at", "mentee_name")),
            "notes": list(AdvisorNote.objects.filter(consent__assessment=a).values_list("text")),
            "journal": list(a.decisions.order_by("pk").values_list("choice", "why", "outcome")),
            "keys": list(a.keys.order_by("pk").values_list("kind", "digest")),
            "pdf": list(DrawnPdf.objects.filter(assessment=a).values_list("state", "digest", "since")),
            "opinions": list(a.opinions.order_by("pk").values_list("uid")),
            "rules": list(RulesetVersion.objects.order_by("pk").values_list("version", "state", "digest")),
            "people": list(User.objects.order_by("pk").values_list("username", "is_staff", "password")),
        }


def make_victim(live_ruleset: RulesetVersion) -> Victim:
    """Somebody with marks everywhere, links of each kind, a second opinion, a consent and a journal."""
    options = [{"id": "a", "name": NAME, "path": "phd", "answers": {"opt_peers": "strong"}}]
    person = {"goal_role": "research_lead", "mental_health_risk": "high"}
    assessment = store(live_ruleset, {"person": person, "options": options})
    Assessment.objects.filter(pk=assessment.pk).update(title=TITLE)
    assessment.refresh_from_db()
    tokens: dict[str, str] = {}
    for right in ("", "shows_names", "shows_sensitive", "may_comment", "may_answer"):
        granted: dict[str, Any] = {right: True} if right else {}
        _, tokens[right] = links.make(assessment, label=f"{LABEL} {right}", days=30, **granted)
    answering = ShareLink.objects.get(label=f"{LABEL} may_answer")
    opinion = second_opinions.begin_opinion(answering)
    consent = consent_of(assessment, "lee")
    desk.keep_note(consent, NOTED)
    comment = assessment.comments.create(text=SAID, link=answering)
    entry = assessment.decisions.create(choice=WRITTEN, why=WRITTEN)
    values = {
        "uid": assessment.uid,
        "oid": assessment.options.get().uid,
        "link": answering.uid,
        "comment": str(comment.pk),
        "consent": consent.uid,
        "opinion": opinion.uid,
        "entry": str(entry.pk),
        "invitation": consent.invitation.uid if consent.invitation else "",
        "pk": str(live_ruleset.pk),
        "object_id": str(live_ruleset.pk),
        "id": str(User.objects.get(username="lee").pk),
    }
    return Victim(assessment, values, tokens)


def consent_of(assessment: Assessment, name: str, **grants: bool) -> Consent:
    advisor, _ = User.objects.get_or_create(username=name, email=f"{name}@example.org")
    invitation, _ = desk.invite(advisor, label="Fellows", days=30)
    return desk.agree(invitation, assessment, mentee_name="Sam", **grants)
