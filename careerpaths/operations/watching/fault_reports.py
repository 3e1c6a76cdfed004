"""Error reports, sent to the service that SENTRY_DSN names; nothing is sent if it is unset."""

from typing import Any

from careerpaths.operations.watching.logs import message_of
from careerpaths.operations.watching.request_id import request_id


def report_faults(dsn: str) -> None:
    """Send errors, without who the visitor is, what they sent, addresses or values of variables."""
    import sentry_sdk  # noqa: PLC0415 - a tenth of the site's start-up time, and most sites have no such service
    from sentry_sdk.integrations.django import DjangoIntegration  # noqa: PLC0415 - as above

    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        traces_sample_rate=0,
        before_send=without_the_visitor,
        integrations=[DjangoIntegration(transaction_style="url", signals_spans=False, cache_spans=False)],
        default_integrations=False,
    )


def without_the_visitor(event: Any, hint: Any) -> Any:
    """Keep the error and where it happened, and only the id of the request."""
    for part in ("request", "user", "extra", "breadcrumbs", "contexts", "server_name"):
        event.pop(part, None)
    event["tags"] = {"request_id": request_id.get()}
    for found in event.get("exception", {}).get("values", []):
        found["value"] = message_of(str(found.get("value", "")))
    return event
