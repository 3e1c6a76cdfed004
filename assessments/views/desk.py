"""The advisor's desk, and the mentee's side of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import consents_for, for_owner, let_in, mine, once_for_a_browser, personal
from assessments.advising import desk as advising
from assessments.advising.forms import ConsentForm, GrantForm, InviteForm, NoteForm
from assessments.coming_back import comparisons
from assessments.models import Assessment, Consent
from assessments.questionnaire import beginning
from assessments.sharing import comments
from assessments.sharing.comment_forms import CommentForm
from assessments.sharing.links import qr_code
from assessments.sharing.redaction import shown_names
from careerpaths.operations.limits import limited
from careerpaths.operations.once import once
from careerpaths.operations.refusals import UNPROCESSABLE

NEW = "new"


def for_account(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the signed-in account. Others are asked to sign in, and get back what they had written."""

    @personal
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            return view(request, request.user, **kwargs)
        if request.POST.get("text"):
            return render(
                request, "assessments/desk_signed_out.html", {"desk": reverse("assessments:desk")}, status=403
            )
        return redirect_to_login(request.get_full_path())

    return wrapped


def opened_to_advisor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the consent at this address, while it is open to this advisor; otherwise a 404."""

    @for_account
    @wraps(view)
    def wrapped(request: HttpRequest, advisor: User, consent: str, **kwargs: Any) -> HttpResponse:
        found = consents_for(advisor).filter(uid=consent).first()
        if found is None:
            return render(request, "assessments/desk_closed.html", status=404)
        return view(request, found, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
@once
def desk_page(request: HttpRequest, advisor: User) -> HttpResponse:
    """Mentees and invitations; a form for another invitation. Its address is only shown now."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := form.tried(lambda: advising.invite(advisor, **form.cleaned_data))):
        invitation, token = made
        address = request.build_absolute_uri(reverse("assessments:invitation", args=[token]))
        context = {"invitation": invitation, "address": address, "qr": qr_code(address)}
        return render(request, "assessments/desk_invited.html", context)
    context = {"form": form, **advising.desk(advisor)}
    return render(request, "assessments/desk.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@for_account
def close_invitation(request: HttpRequest, advisor: User, invitation: str) -> HttpResponse:
    advising.close(get_object_or_404(advisor.invitations, uid=invitation))
    return redirect("assessments:desk")


@require_safe
@for_account
def beside_each_other(request: HttpRequest, advisor: User) -> HttpResponse:
    """Several cases side by side."""
    chosen = advising.beside(advisor, request.GET.getlist("case"))
    if len(chosen) < 2:
        messages.info(request, _("Choose two to four cases to see them side by side."))
        return redirect("assessments:desk")
    return render(request, "assessments/desk_beside.html", {"cases": chosen})


NOTE_ID = "id_note_%s"  # a comment on the same page has a text, too


def _case_page(consent: Consent) -> dict[str, Any]:
    context = advising.case_page(consent)
    context["note_form"] = NoteForm(auto_id=NOTE_ID, initial={"text": context["note"].text if context["note"] else ""})
    if consent.may_comment:
        context["form"] = CommentForm(shown_names(consent.assessment, consent))
        context["comments"] = comments.seen_by(consent.assessment, consent)
    return context


@require_safe
@opened_to_advisor
def case(request: HttpRequest, consent: Consent) -> HttpResponse:
    return render(request, "assessments/desk_case.html", _case_page(consent))


@require_safe
@opened_to_advisor
def desk_plan(request: HttpRequest, consent: Consent) -> HttpResponse:
    context = advising.case_page(consent)
    return render(request, "assessments/shared_plan.html", {**context, "link": consent})


@require_POST
@opened_to_advisor
def save_note(request: HttpRequest, consent: Consent) -> HttpResponse:
    """Save the advisor's own note. One that is too long comes back as typed."""
    form = NoteForm(request.POST, auto_id=NOTE_ID)
    if not form.is_valid():
        context = {"consent": consent, "form": form, "note_form": form}
        return render(request, "assessments/note_again.html", context, status=UNPROCESSABLE)
    advising.keep_note(consent, form.cleaned_data["text"])
    messages.success(request, _("Your note is saved."))
    return redirect("assessments:desk-case", consent.uid)


@require_POST
@limited("say")
@opened_to_advisor
@once
def say_at_desk(request: HttpRequest, consent: Consent) -> HttpResponse:
    """A comment to the mentee, if they allowed it."""
    if not consent.may_comment:
        return render(request, "assessments/desk_closed.html", status=404)
    form = CommentForm(shown_names(consent.assessment, consent), request.POST)
    if form.is_valid() and form.say(consent.assessment, consent):
        messages.success(request, _("Your comment was sent."))
        return redirect("assessments:desk-case", consent.uid)
    context = {"consent": consent, "places": advising.case_places(consent), "form": form}
    return render(request, "assessments/comment_again.html", context, status=UNPROCESSABLE)


# --- the mentee's side ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limited("begin")
@personal
@once_for_a_browser
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an advisor asks for, and the consent that says what they will see. No account is needed."""
    found = advising.by_token(token)
    if found is None:
        return render(request, "assessments/shared_closed.html", status=404)
    own = list(mine(request))
    form = ConsentForm(request.POST if request.method == "POST" else None)
    choices = [(assessment.uid, comparisons.comparison_name(assessment)) for assessment in own]
    form.fields["assessment"].choices = [*choices, (NEW, _("A new one, which I begin now"))]  # type: ignore[attr-defined]  # a ChoiceField
    if form.is_valid():
        return _agreed(request, found, form, own)
    context = {"invitation": found, "form": form}
    return render(request, "assessments/invitation.html", context, status=UNPROCESSABLE if form.errors else 200)


def _agreed(request: HttpRequest, found: Any, form: ConsentForm, own: list[Assessment]) -> HttpResponse:
    given = dict(form.cleaned_data)
    uid = given.pop("assessment")
    assessment = beginning.begin() if uid == NEW else next(one for one in own if one.uid == uid)
    advising.agree(found, assessment, **given)
    messages.success(request, _("Your advisor can see this comparison now. You can take that back at any time."))
    response = redirect("assessments:advisors", assessment.uid)
    return let_in(request, response, assessment) if uid == NEW else response


@require_safe
@for_owner
def advisors(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Which advisors see what of this comparison."""
    context = {"assessment": assessment, "consents": advising.given(assessment)}
    return render(request, "assessments/advisors.html", context)


def for_consent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the open consent at this address, if it is about the owner's comparison."""

    @for_owner
    @wraps(view)
    def wrapped(request: HttpRequest, assessment: Assessment, consent: str) -> HttpResponse:
        return view(request, assessment, get_object_or_404(advising.given(assessment), uid=consent))

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@for_consent
def consent(request: HttpRequest, assessment: Assessment, found: Consent) -> HttpResponse:
    """Change what an advisor sees, without their invitation."""
    form = GrantForm(request.POST if request.method == "POST" else None, initial=model_to_dict(found))
    if form.is_valid():
        advising.change_consent(found, **form.cleaned_data)
        messages.success(request, _("Saved. Your advisor sees what you chose from now on."))
        return redirect("assessments:advisors", assessment.uid)
    context = {"assessment": assessment, "consent": found, "form": form}
    return render(request, "assessments/consent.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_consent
def withdraw_consent(request: HttpRequest, assessment: Assessment, found: Consent) -> HttpResponse:
    """Say what is deleted with it; then the advisor can no longer see anything."""
    if request.method == "POST":
        advising.withdraw(found)
        messages.success(request, _("This advisor can no longer see this comparison."))
        return redirect("assessments:advisors", assessment.uid)
    return render(request, "assessments/withdraw.html", {"assessment": assessment, "consent": found})
