"""The visitor's address, for locking out who guesses passwords."""

from ipaddress import ip_address

from django.conf import settings


def client_ip(request):
    """Behind our proxy every request comes from the proxy; it writes the visitor's address over whatever was sent. What
    is no address counts for nothing: PostgreSQL would not store it, and nobody could sign in any more."""
    written = request.headers.get("X-Real-IP", "") if settings.BEHIND_PROXY else ""
    return written if is_address(written) else request.META.get("REMOTE_ADDR")


def is_address(text):
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
