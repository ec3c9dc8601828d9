from pathlib import Path

from django.conf import settings

from submissions.diagram import drawn


def test_the_page_about_the_workflow_is_what_the_table_draws():
    assert (Path(settings.BASE_DIR) / "docs/workflow.md").read_text() == drawn()
