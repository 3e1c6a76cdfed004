"""Addresses of the cases and of the public pages around them."""

from django.urls import URLPattern, path

from assessments.views import cases, comments, options, public, questions, results, shared, sharing, what_if

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("example/", results.example, name="example"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("start/", cases.start, name="start"),
    path("mine/", cases.mine, name="mine"),
    path("return/<str:token>/", cases.come_back, name="return"),
    path("a/<str:uid>/other-role/", cases.other_role, name="other-role"),
    path("a/<str:uid>/options/", options.listing, name="options"),
    path("a/<str:uid>/options/typical/", options.add_typical, name="add-typical"),
    path("a/<str:uid>/options/<str:oid>/", options.edit, name="option"),
    path("a/<str:uid>/options/<str:oid>/copy/", options.copy, name="copy-option"),
    path("a/<str:uid>/options/<str:oid>/delete/", options.delete, name="delete-option"),
    path("a/<str:uid>/options/<str:oid>/restore/", options.restore, name="restore-option"),
    path("a/<str:uid>/tasks/", questions.tasks, name="tasks"),
    path("a/<str:uid>/details/", cases.details, name="details"),
    path("a/<str:uid>/q/<slug:question>/", questions.question, name="question"),
    path("a/<str:uid>/q/<slug:question>/save/", questions.save, name="save"),
    path("a/<str:uid>/check/", questions.check, name="check"),
    path("a/<str:uid>/result/", results.result, name="result"),
    path("a/<str:uid>/what-if/", what_if.what_if, name="what-if"),
    path("a/<str:uid>/what-if/ranking/", what_if.ranking, name="what-if-ranking"),
    path("a/<str:uid>/plan/", results.plan, name="plan"),
    path("a/<str:uid>/link/", cases.link, name="link"),
    path("a/<str:uid>/share/", sharing.links, name="share"),
    path("a/<str:uid>/share/<str:link>/preview/", sharing.preview, name="share-preview"),
    path("a/<str:uid>/share/<str:link>/revoke/", sharing.revoke, name="share-revoke"),
    path("s/<str:token>/", shared.result, name="shared"),
    path("s/<str:token>/plan/", shared.plan, name="shared-plan"),
    path("a/<str:uid>/comments/", comments.listing, name="comments"),
    path("a/<str:uid>/comments/<int:comment>/", comments.change, name="comment"),
    path("s/<str:token>/comment/", shared.comment, name="shared-comment"),
    path("s/<str:token>/copy/", shared.copy, name="shared-copy"),
    path("s/<str:token>/unlock/", shared.unlock, name="shared-unlock"),
    path("a/<str:uid>/delete/", cases.delete, name="delete"),
]
