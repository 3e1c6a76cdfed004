"""What a log or a figure may say of an address."""

from django.http import HttpRequest


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, not the address: that may hold a key."""
    match = request.resolver_match
    return f"/{match.route}" if match else "unknown"
