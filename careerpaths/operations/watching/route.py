"""What a log or a metric may say about an address."""

from django.http import HttpRequest


def route_of(request: HttpRequest) -> str:
    """The pattern of the address instead of the address itself, which may contain a key."""
    match = request.resolver_match
    return f"/{match.route}" if match else "unknown"
