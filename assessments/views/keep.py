"""Export a comparison, and import one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.access import for_owner, let_in, once_for_a_browser, personal
from assessments.exports import as_calendar, as_csv, as_json, as_markdown, as_pdf, drawing, reading_back
from assessments.exports.bundle import Bundle
from assessments.models import Assessment
from assessments.views.pdf import no_pdf
from careerpaths.operations.background import works_in_background
from careerpaths.operations.limits import limited
from careerpaths.operations.refusals import UNPROCESSABLE
from careerpaths.scoring.faults import CaseError, told

FORMATS: dict[str, tuple[str, Callable[[Bundle], bytes]]] = {
    "json": ("application/json", as_json.write_json),
    "md": ("text/markdown; charset=utf-8", as_markdown.write_markdown),
    "csv": ("text/csv; charset=utf-8", as_csv.write_csv),
    "semicolon.csv": ("text/csv; charset=utf-8", as_csv.write_with_semicolons),
    "pdf": ("application/pdf", drawing.write_drawn),
    "ics": ("text/calendar; charset=utf-8", as_calendar.write_calendar),
}

FORM_AROUND = 20_000  # bytes that a form needs in addition to its file
MOST_SHOWN = 200_000  # characters of a refused file that are shown again, for correction


@require_safe
@for_owner
def keep(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    context = {
        "assessment": assessment,
        "pdf": as_pdf.is_possible(),
        "by_worker": works_in_background(),
        "start": as_calendar.start_of(Bundle(assessment)),
    }
    return render(request, "assessments/keep.html", context)


@require_safe
@for_owner
def download(request: HttpRequest, assessment: Assessment, form: str) -> HttpResponse:
    """One file. Its name says what it is and nothing about the person."""
    if form not in FORMATS:
        raise Http404
    kind, write = FORMATS[form]
    try:
        response = HttpResponse(write(Bundle(assessment)), content_type=kind)
    except as_pdf.NoPdf:
        return no_pdf(request, assessment)
    except drawing.NotDrawn:
        return redirect("assessments:pdf", assessment.uid)
    response.headers["Content-Disposition"] = f'attachment; filename="career-paths.{form}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", most_bytes=reading_back.LIMITS.size + FORM_AROUND)
@personal
@once_for_a_browser
def bring(request: HttpRequest) -> HttpResponse:
    """Import an exported file. One with faults is shown again, so that nothing typed is lost."""
    if request.method != "POST":
        return render(request, "assessments/import.html")
    file = request.FILES.get("file")
    text: str | bytes = request.POST.get("text", "")
    if file is not None:
        text = file.read(reading_back.LIMITS.size + 1)
    try:
        imported = reading_back.read_export(text)
    except CaseError as error:
        shown = text if isinstance(text, str) else text.decode(errors="replace")
        context = {
            "text": shown[:MOST_SHOWN],
            "faults": [{"target": "id_text", "message": f} for f in error.told],
        }
        return render(request, "assessments/import.html", context, status=UNPROCESSABLE)
    messages.success(request, _("Your comparison is imported."))
    for fault in told(imported.left_out):
        messages.warning(request, _("Left out, because the rules have changed: %(fault)s") % {"fault": fault})
    return let_in(request, redirect("assessments:tasks", imported.assessment.uid), imported.assessment)
