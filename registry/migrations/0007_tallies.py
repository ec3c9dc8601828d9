from types import SimpleNamespace

import django.db.models.deletion
from django.db import migrations, models

from registry.tallies import recount


def order_byte_by_byte(_apps, schema_editor):
    """The official order is made of digits, and is compared byte by byte whatever the language of the database."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column in (("registry_entry", "position"), ("registry_tally", "place")):
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(80) COLLATE "C"')


def count(apps, _schema_editor):
    ours = {name: apps.get_model("registry", name) for name in ("Entry", "Round", "Tally")}
    recount(models=SimpleNamespace(Region=apps.get_model("regions", "Region"), **ours))


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0001_divisions'),
        ('registry', '0006_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(blank=True, max_length=3)),
                ('category', models.CharField(blank=True, choices=[('comprehensive', 'comprehensive'), ('single', 'single-item')], max_length=16, verbose_name='category')),
                ('place', models.CharField(blank=True, max_length=80)),
                ('entries', models.PositiveIntegerField(verbose_name='candidates')),
                ('recommended', models.PositiveIntegerField(verbose_name='recommended')),
                ('entered', models.PositiveIntegerField(verbose_name='entered the field evaluation')),
                ('named', models.PositiveIntegerField(verbose_name='named')),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('outcome', 'named')), fields=['position', 'id'], name='entry_named'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('outcome', 'named')), fields=['category', 'position', 'id'], name='entry_named_category'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('outcome', 'named')), fields=['city', 'position', 'id'], name='entry_named_city'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('outcome', 'named')), fields=['city', 'category', 'position', 'id'], name='entry_named_city_category'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['round', 'city', 'position', 'id'], name='entry_round_city'),
        ),
        migrations.AddField(
            model_name='tally',
            name='city',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='city'),
        ),
        migrations.AddField(
            model_name='tally',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.round', verbose_name='round'),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['by', 'round', 'city', 'category'], name='tally_by'),
        ),
        migrations.RunPython(order_byte_by_byte, migrations.RunPython.noop),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
