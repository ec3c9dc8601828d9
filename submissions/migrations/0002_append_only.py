from django.db import migrations

from registry.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_rounds_and_workflow")]

    operations = [AppendOnly("submissions_transition", "submissions_signoff")]
