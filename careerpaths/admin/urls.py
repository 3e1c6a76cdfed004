"""The addresses for a version's life. Each requires its permission; anything that makes changes only accepts POST."""

from functools import partial

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from careerpaths.admin import comparing, files, home, lifecycle, log_page
from careerpaths.admin.frame import EDIT, GET, POST, PUBLISH, VIEW, framed

DECISIONS = {
    "publish": (lifecycle.publish_version, PUBLISH),
    "approve": (lifecycle.approve_draft, PUBLISH),
    "roll-back": (lifecycle.bring_back, PUBLISH),
    "retire": (lifecycle.retire_version, PUBLISH),
    "delete-draft": (lifecycle.delete_version, EDIT),
}
"""Pages where somebody confirms a decision about a version, and the permission that each needs."""


def lifecycle_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own addresses."""
    asked = (GET, POST)
    compare, unschedule = partial(comparing.compare_versions, site=site), lifecycle.unschedule_version
    return [
        framed(site, "log/", partial(log_page.log_page, site=site), name="log", right=VIEW),
        framed(site, "import/", partial(files.import_, site=site), name="import", right=EDIT, verbs=asked),
        framed(site, "<int:pk>/export.yaml", files.export, name="export", right=VIEW),
        framed(site, "<int:pk>/compare/", compare, name="compare", right=VIEW),
        framed(site, "<int:pk>/open-draft/", home.start_draft, name="open_draft", right=EDIT, verbs=(POST,)),
        framed(site, "<int:pk>/unschedule/", unschedule, name="unschedule", right=PUBLISH, verbs=(POST,)),
        *(
            framed(
                site,
                f"<int:pk>/{step}/",
                partial(view, site=site),
                name=step.replace("-", "_"),
                right=right,
                verbs=asked,
            )
            for step, (view, right) in DECISIONS.items()
        ),
    ]
