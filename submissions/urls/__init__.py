"""The workbench's addresses, by subject."""

from . import releases, submissions

urlpatterns = [*submissions.urlpatterns, *releases.urlpatterns]
