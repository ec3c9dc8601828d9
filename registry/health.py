"""Whether this worker can serve: asked by the container, the proxy and whoever is on duty."""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _state(503, _("The database does not answer."))
    return _state(200, _("The database answers."))


def _state(status, sentence):
    return JsonResponse({"detail": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
