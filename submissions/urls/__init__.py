"""The workbench's addresses, by subject."""

from . import gathering, messages, releases, rules, submissions, versions

SUBJECTS = (submissions, releases, gathering, messages, rules, versions)

urlpatterns = [one for subject in SUBJECTS for one in subject.urlpatterns]
