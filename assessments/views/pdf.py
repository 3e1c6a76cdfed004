"""If a worker draws the PDF: request it, follow the work, and download it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.access import for_owner
from assessments.exports import as_pdf, drawing
from assessments.exports.bundle import Bundle
from assessments.exports.drawing import Stand
from assessments.models import Assessment
from careerpaths.operations.background import works_in_background
from careerpaths.operations.limits import limited


@require_http_methods(["GET", "HEAD", "POST"])
@limited("draw")
@for_owner
def pdf(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Its progress; POST asks for it. A PDF that is ready, or that the request draws itself, is downloaded at once."""
    if not works_in_background():
        return redirect("assessments:export", assessment.uid, "pdf")
    if request.method == "POST":
        return _ask(request, Bundle(assessment))
    return render(request, "assessments/make_pdf.html", _context(assessment, drawing.stand_of(Bundle(assessment))))


@require_safe
@for_owner
def pdf_progress(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Its progress, for an open page. If nothing is new the response is empty, so that nothing is read out again."""
    if not request.headers.get("HX-Request"):
        return redirect("assessments:pdf", assessment.uid)
    stand = drawing.stand_of(Bundle(assessment))
    if request.GET.get("shown") == stand:
        return HttpResponse(status=204)
    return render(request, "assessments/pdf_stand.html", _context(assessment, stand))


def no_pdf(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/no_pdf.html", {"assessment": assessment}, status=503)


def _ask(request: HttpRequest, kept: Bundle) -> HttpResponse:
    try:
        drawing.ask_for_pdf(kept)
    except as_pdf.NoPdf:
        return no_pdf(request, kept.assessment)
    if drawing.stand_of(kept) == Stand.READY:
        return redirect("assessments:export", kept.assessment.uid, "pdf")
    return redirect("assessments:pdf", kept.assessment.uid)


def _context(assessment: Assessment, stand: Stand) -> dict[str, object]:
    return {"assessment": assessment, "stand": stand, "under_way": stand in drawing.UNDER_WAY}
