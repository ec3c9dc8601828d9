from django.db import migrations

from registry.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_public_record")]

    operations = [
        AppendOnly("registry_release", "registry_releaseitem", "registry_itemtext", "registry_withholding")
    ]
