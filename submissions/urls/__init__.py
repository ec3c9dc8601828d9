"""The workbench's addresses, by subject."""

from . import articles, city, gathering, materials, messages, objections, releases, rules, sheets, submissions, versions

PAPERS = (submissions, releases, gathering, materials, messages, rules, versions, sheets)
SUBJECTS = (*PAPERS, city, objections, articles)

urlpatterns = [one for subject in SUBJECTS for one in subject.urlpatterns]
