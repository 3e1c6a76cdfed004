"""The owner's side of sharing: make a link, see who looked, preview, revoke."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import for_owner
from assessments.models import Assessment
from assessments.sharing import links as sharing
from assessments.sharing.forms import ChangeForm, ShareForm
from assessments.sharing.redaction import shared_page
from assessments.views.sharing import shared
from assessments.wording.names import isolated
from careerpaths.operations.once import once
from careerpaths.operations.refusals import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
@once
def links(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The links to a comparison, and a form for another. A new link's address is only shown now."""
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := form.tried(lambda: sharing.make(assessment, **form.cleaned_data))):
        link, token = made
        address = request.build_absolute_uri(reverse("assessments:shared", args=[token]))
        context = {"assessment": assessment, "link": link, "address": address, "qr": sharing.qr_code(address)}
        return render(request, "assessments/share_made.html", context)
    context = {"assessment": assessment, "form": form, "table": sharing.table(assessment)}
    return render(request, "assessments/share.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@for_owner
def preview_link(request: HttpRequest, assessment: Assessment, link: str, page: str = "result") -> HttpResponse:
    """A page of the link as its recipient sees it. Nothing can be sent from there, and no visit is counted."""
    shown = get_object_or_404(assessment.links, uid=link)
    own = {"link": shown, "is_preview": True, "places": sharing.preview_places(shown)}
    match page:
        case "result":
            return render(request, "assessments/shared.html", own | shared.holder_page(shown))
        case "plan":
            return render(request, "assessments/shared_plan.html", own | shared_page(assessment, shown))
        case "unlock" if shown.passphrase:
            return render(request, "assessments/shared_unlock.html", own)
        case "opinion" if shown.may_answer:
            return render(request, "assessments/opinion_begin.html", own)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def link_change(request: HttpRequest, assessment: Assessment, link: str) -> HttpResponse:
    """Change a link's label, last day or rights. A closed one stays closed."""
    found = get_object_or_404(assessment.links, uid=link)
    state = sharing.state_of(found)
    if state == "revoked":
        raise Http404
    initial = {**model_to_dict(found), "days": sharing.days_left(found)}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and form.tried(lambda: sharing.change_link(found, **form.cleaned_data)) is not None:
        messages.success(request, _("Saved. The address of the link stays the same."))
        return redirect("assessments:share", assessment.uid)
    context = {"assessment": assessment, "link": found, "state": state, "form": form, "begun": found.opinions.count()}
    return render(request, "assessments/share_change.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@for_owner
def revoke_link(request: HttpRequest, assessment: Assessment, link: str) -> HttpResponse:
    shown = get_object_or_404(assessment.links, uid=link)
    sharing.revoke(shown)
    messages.success(request, _("The link “%(label)s” no longer opens anything.") % {"label": isolated(shown.label)})
    return redirect("assessments:share", assessment.uid)
