from types import SimpleNamespace

import django.db.models.deletion
from django.db import migrations, models

from registry.changes import rewrite


def count(apps, _schema_editor):
    ours = {name: apps.get_model("registry", name) for name in ("NamedChange", "Round", "Span")}
    rewrite(ours["Round"].objects.all(), SimpleNamespace(Region=apps.get_model("regions", "Region"), **ours))


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0001_divisions'),
        ('registry', '0012_proposed_and_valid_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('category', models.CharField(choices=[('comprehensive', 'comprehensive'), ('single', 'single-item')], max_length=16, verbose_name='category')),
                ('place', models.CharField(max_length=80)),
                ('named', models.IntegerField(verbose_name='named')),
                ('city', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='city')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'change of the named',
                'verbose_name_plural': 'changes of the named',
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
