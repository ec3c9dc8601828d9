"""The visitor's address, for locking out who guesses passwords."""

from django.conf import settings


def client_ip(request):
    """Behind our proxy every request comes from the proxy; it writes the visitor's address over whatever was sent."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Real-IP") or request.META["REMOTE_ADDR"]
    return request.META["REMOTE_ADDR"]
