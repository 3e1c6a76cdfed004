"""Every address of the workbench, and the permission to open it (`get`) and to send something to it (`post`)."""

from functools import partial

from django.urls import URLPattern

from careerpaths.admin import comparing, files, home, lifecycle, log_page
from careerpaths.admin.editing import views as editing
from careerpaths.admin.frame import EDIT, EDIT_OR_PUBLISH, PUBLISH, VIEW, framed
from careerpaths.admin.impact import views as impact
from careerpaths.admin.reference_cases import pages as checking

SECTION = "<int:pk>/edit/<slug:slug>/"
ITEM = f"{SECTION}item/<slug:name>/"
CASES = "<int:pk>/checks/cases/"


def workbench_urls() -> list[URLPattern]:
    """The addresses that `RulesetVersionAdmin.get_urls` puts before its own."""
    return [
        framed("log/", log_page.log_page, "log", get=VIEW),
        framed("import/", files.import_, "import", get=EDIT, post=EDIT),
        framed("<int:pk>/export.yaml", files.export, "export", get=VIEW),
        framed("<int:pk>/compare/", comparing.compare_versions, "compare", get=VIEW),
        framed("<int:pk>/open-draft/", home.start_draft, "open_draft", post=EDIT),
        framed("<int:pk>/edit/", editing.sections, "edit", get=VIEW),
        framed(SECTION, editing.section, "edit_section", get=VIEW, post=EDIT),
        framed(f"{SECTION}new/", editing.add_item, "edit_add", get=EDIT, post=EDIT),
        framed(ITEM, editing.item, "edit_item", get=VIEW, post=EDIT),
        framed(f"{ITEM}remove/", editing.remove_item, "edit_remove", get=EDIT, post=EDIT),
        framed(f"{ITEM}move/", editing.move, "edit_move", post=EDIT),
        framed("<int:pk>/checks/", checking.checks, "checks", get=VIEW),
        framed("<int:pk>/checks/preview/", checking.preview_case, "preview", get=VIEW, post=VIEW),
        framed(f"{CASES}new/", checking.edit_case, "reference_new", get=EDIT, post=EDIT),
        framed(f"{CASES}<slug:case>/", checking.edit_case, "reference", get=EDIT, post=EDIT),
        framed(f"{CASES}<slug:case>/remove/", checking.remove_case, "reference_remove", post=EDIT),
        framed("<int:pk>/impact/", impact.impact, "impact", get=VIEW, post=EDIT_OR_PUBLISH),
        framed("<int:pk>/impact/progress/", impact.progress, "impact_progress", get=VIEW),
        framed("<int:pk>/impact/cancel/", impact.stop_report, "impact_cancel", post=EDIT_OR_PUBLISH),
        framed("<int:pk>/unschedule/", lifecycle.unschedule_version, "unschedule", post=PUBLISH),
        *(
            framed(
                f"<int:pk>/{name.replace('_', '-')}/",
                partial(lifecycle.decide, decision=it),
                name,
                get=it.right,
                post=it.right,
            )
            for name, it in lifecycle.DECISIONS.items()
        ),
    ]
