"""The owner's side of comments: read, answer, hide, delete."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.access import for_owner
from assessments.models import Assessment
from assessments.sharing import comments
from assessments.wording.form_with_faults import Refused
from careerpaths.operations.refusals import UNPROCESSABLE


@require_safe
@for_owner
def comments_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    context = {"assessment": assessment, "comments": comments.seen_by_owner(assessment)}
    response = render(request, "assessments/comments.html", context)
    if request.method == "GET":
        comments.note_read(assessment)
    return response


@require_POST
@for_owner
def change_comment(request: HttpRequest, assessment: Assessment, comment: int) -> HttpResponse:
    """Answer, hide, show or delete one comment, by the button that was pressed."""
    found = get_object_or_404(assessment.comments, pk=comment)
    match request.POST.get("do"):
        case "reply":
            text = request.POST.get("reply", "")
            try:
                comments.reply(found, text)
            except Refused as error:
                context = {"assessment": assessment, "comments": comments.seen_by_owner(assessment)}
                faults = [{"target": f"reply-{found.pk}", "message": str(error)}]
                context |= {"refused": found.pk, "typed": text, "faults": faults}
                return render(request, "assessments/comments.html", context, status=UNPROCESSABLE)
        case "hide" | "show" as wish:
            comments.hide(found, hidden=wish == "hide")
        case "delete":
            found.delete()
            messages.success(request, _("The comment was deleted for good."))
        case _:
            raise Http404
    return redirect("assessments:comments", assessment.uid)
