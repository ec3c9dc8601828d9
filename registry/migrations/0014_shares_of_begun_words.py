from django.db import migrations

from registry.grams import BegunShares


class Migration(migrations.Migration):
    dependencies = [("registry", "0013_changes_of_the_named")]

    operations = [BegunShares()]
