"""What the impact page says about a version."""

from typing import Any

from django.utils.translation import gettext as _

from careerpaths.admin.impact import words
from careerpaths.admin.impact.flow import flow
from careerpaths.impact import reports
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.operations.background import works_in_background
from careerpaths.scoring.schema import PATHS

_State = ImpactReport.State
Context = dict[str, Any]
NOBODY = {"n": 0}
HEATS = 4  # shades for a cell in the matrix


def report_page(version: RulesetVersion) -> Context:
    """Everything on the page of one version."""
    newest, done = reports.latest(version), reports.last_result(version)
    return {
        "version": version,
        "is_live": version.state == RulesetVersion.State.LIVE,
        "newest": newest,
        "under_way": newest is not None and newest.state in reports.REPORTS_UNDER_WAY,
        "failed": newest is not None and newest.state == _State.FAILED,
        "cancelled": newest is not None and newest.state == _State.CANCELLED,
        "in_background": works_in_background(),
        "most_in_a_request": f"{reports.MOST_IN_A_REQUEST:,}",
        "report": done,
        "out_of_date": done is not None and reports.is_out_of_date(done),
        "found": _found(done) if done else None,
        **_how_far(newest),
    }


def in_a_sentence(version: RulesetVersion) -> str:
    """What the last comparison found, for pages that lead to it."""
    report = reports.last_result(version)
    if report is None:
        return _("Its impact on stored comparisons has not been checked.")
    if reports.is_out_of_date(report):
        return _("Its impact was checked, but something has changed since.")
    result = report.result or {}
    if result["ranked"] == NOBODY:
        return _("No stored comparison has options to rank under both versions.")
    numbers = {"changed": words.people(result["changed"]), "ranked": words.people(result["ranked"])}
    return _("Of %(ranked)s people with options to rank, %(changed)s would get a different first option.") % numbers


def report_progress(version: RulesetVersion) -> Context | None:
    """How far the work on a version has got; None if none is under way."""
    newest = reports.latest(version)
    if newest is None or newest.state not in reports.REPORTS_UNDER_WAY:
        return None
    return {"version": version, "newest": newest, **_how_far(newest)}


def _how_far(report: ImpactReport | None) -> Context:
    if report is None:
        return {}
    numbers = {"done": f"{report.done:,}", "total": f"{report.total:,}"}
    waiting = _("Waiting for a worker to start it.")
    if reports.lacks_a_worker(report):
        waiting = _(
            "No worker has started it, so probably none is running. "
            "Start one with manage.py worker, or ask the operator."
        )
    running = _("%(done)s of %(total)s stored comparisons are done.") % numbers
    return {"how_far": waiting if report.state == _State.WAITING else running, "is_stopping": report.cancel_asked}


def _found(report: ImpactReport) -> Context:
    """The findings, with what the templates cannot work out: names, the picture and its table."""
    result = report.result or {}
    live = report.live.ruleset
    names = words.paths(live)
    return {
        **result,
        "live": live,
        "names": names,
        "matrix": _matrix(result, names),
        "flow": flow(result["flows"], result["kept"], PATHS),
    }


def _matrix(result: Context, names: dict[str, str]) -> list[Context]:
    """A line for each kind of option that came first: how many keep it, and which kinds the others change to."""
    flows = {(one["from"], one["to"]): one["people"] for one in result["flows"]}
    most = max((count.get("n", 1) for count in flows.values()), default=1)
    lines = []
    for path, kept in zip(PATHS, result["kept"], strict=True):
        cells = [_cell(flows.get((path, other)), most) for other in PATHS]
        lines.append({"name": names[path], "path": path, "kept": words.people(kept), "cells": cells})
    return lines


def _cell(shown: dict[str, int] | None, most: int) -> Context:
    if shown is None:
        return {"people": "0", "heat": 0}
    return {"people": words.people(shown), "heat": max(1, round(HEATS * shown.get("n", 1) / most))}
