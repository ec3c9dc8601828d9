from types import SimpleNamespace

from django.db import migrations, models

from registry.tallies import recount


def count(apps, _schema_editor):
    ours = {name: apps.get_model("registry", name) for name in ("Entry", "Round", "Tally")}
    recount(models=SimpleNamespace(Region=apps.get_model("regions", "Region"), **ours))


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0009_objection_totals'),
    ]

    operations = [
        migrations.AddField(
            model_name='tally',
            name='proposed',
            field=models.PositiveIntegerField(default=0, verbose_name='proposed for naming'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tally',
            name='valid',
            field=models.PositiveIntegerField(default=0, verbose_name='titles valid'),
            preserve_default=False,
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
