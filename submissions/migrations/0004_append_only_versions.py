from django.db import migrations

from registry.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_the_citys_desk")]

    operations = [
        AppendOnly(
            "submissions_extension",
            "submissions_version",
            "submissions_versionfile",
            "submissions_sealedscan",
        )
    ]
