"""The addresses of a version's life. Each asks for its right; what changes something answers to POST."""

from functools import partial

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from careerpaths.admin import comparing, files, home, lifecycle, log_page
from careerpaths.admin.frame import EDIT, GET, POST, PUBLISH, VIEW, page


def lifecycle_urls(site: AdminSite) -> list[URLPattern]:
    """What `RulesetVersionAdmin.get_urls` puts before its own addresses."""
    asked = (GET, POST)
    return [
        page(site, "log/", partial(log_page.log, site=site), name="log", right=VIEW),
        page(site, "import/", partial(files.import_, site=site), name="import", right=EDIT, verbs=asked),
        page(site, "<int:pk>/export.yaml", files.export, name="export", right=VIEW),
        page(site, "<int:pk>/compare/", partial(comparing.compare, site=site), name="compare", right=VIEW),
        page(site, "<int:pk>/open-draft/", home.open_draft, name="open_draft", right=EDIT, verbs=(POST,)),
        page(
            site, "<int:pk>/publish/", partial(lifecycle.publish, site=site), name="publish", right=PUBLISH, verbs=asked
        ),
        page(
            site, "<int:pk>/approve/", partial(lifecycle.approve, site=site), name="approve", right=PUBLISH, verbs=asked
        ),
        page(
            site,
            "<int:pk>/roll-back/",
            partial(lifecycle.roll_back, site=site),
            name="roll_back",
            right=PUBLISH,
            verbs=asked,
        ),
        page(site, "<int:pk>/retire/", partial(lifecycle.retire, site=site), name="retire", right=PUBLISH, verbs=asked),
        page(
            site,
            "<int:pk>/delete-draft/",
            partial(lifecycle.delete, site=site),
            name="delete_draft",
            right=EDIT,
            verbs=asked,
        ),
        page(site, "<int:pk>/unschedule/", lifecycle.unschedule, name="unschedule", right=PUBLISH, verbs=(POST,)),
    ]
