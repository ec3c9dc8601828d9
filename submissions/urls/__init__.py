"""The workbench's addresses, by subject."""

from . import city, gathering, materials, messages, objections, releases, rules, sheets, submissions, versions

SUBJECTS = (submissions, releases, gathering, materials, messages, rules, versions, sheets, city, objections)

urlpatterns = [one for subject in SUBJECTS for one in subject.urlpatterns]
