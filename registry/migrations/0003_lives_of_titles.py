from datetime import date

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from registry import append_only
from registry.append_only import AppendOnly


def fill(apps, schema_editor):
    """What follows from the rows of before: from which day a release counts, where a title and an entry stand."""
    append_only.lift(schema_editor.connection, ["registry_release"])
    Release, Entry = apps.get_model("registry", "Release"), apps.get_model("registry", "Entry")
    days = {}
    for release in Release.objects.order_by("number"):
        day = release.source_issued_on or timezone.localdate(release.published_at)
        days[release.pk] = max(day, days.get(release.supersedes_id, day))
        Release.objects.filter(pk=release.pk).update(effective_on=days[release.pk])
    Entry.objects.filter(outcome="named").update(state="valid")
    for entry in Entry.objects.select_related("round", "city", "region", "current"):
        first = f"{9999 - entry.round.year:04d} {entry.round.code:20} {['comprehensive', 'single'].index(entry.category)}"
        places = (entry.city.sort_order, entry.region.sort_order, entry.current.order)
        position = " ".join([first, *(f"{place:06d}" for place in places)])
        Entry.objects.filter(pk=entry.pk).update(position=position)


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0001_divisions'),
        ('registry', '0002_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='position',
            field=models.CharField(db_index=True, default='', editable=False, max_length=80, verbose_name='place in the official order'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='entry',
            name='proposed',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.releaseitem'),
        ),
        migrations.AddField(
            model_name='entry',
            name='state',
            field=models.CharField(blank=True, choices=[('valid', 'valid'), ('under_rectification', 'under rectification'), ('suspended', 'suspended'), ('revoked', 'revoked'), ('deregistered', 'deregistered')], max_length=20, verbose_name='state of the title'),
        ),
        migrations.AddField(
            model_name='entry',
            name='titled',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.releaseitem'),
        ),
        migrations.AddField(
            model_name='release',
            name='at_console',
            field=models.BooleanField(default=False, editable=False, verbose_name='published at the console'),
        ),
        migrations.AddField(
            model_name='release',
            name='effective_on',
            field=models.DateField(db_index=True, default=date(1900, 1, 1), editable=False, help_text='The date of issue, else the day of publication; of a correction not before what it corrects.', verbose_name='counts from'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='round',
            name='recheck_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: no re-check is set.', null=True, verbose_name='months until a re-check'),
        ),
        migrations.AddField(
            model_name='round',
            name='valid_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: without limit.', null=True, verbose_name='months a title is valid'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='city',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='city_entries', to='regions.region', verbose_name='city'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='outcome',
            field=models.CharField(choices=[('recommended', 'recommended'), ('entered_field_evaluation', 'entered the field evaluation'), ('proposed', 'proposed for naming'), ('named', 'named'), ('not_named', 'not named'), ('withdrawn', 'withdrawn'), ('disqualified', 'disqualified'), ('under_rectification', 'ordered to rectify'), ('suspended', 'title suspended'), ('restored', 'title restored'), ('revoked', 'title revoked'), ('deregistered', 'title deregistered'), ('retained', 'retained after a re-check')], max_length=24, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='region',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='regions.region', verbose_name='division'),
        ),
        migrations.AlterField(
            model_name='release',
            name='kind',
            field=models.CharField(choices=[('recommendation_list', 'recommendation list'), ('field_evaluation_list', 'list of those entering the field evaluation'), ('naming_notice', 'public notice of a naming'), ('naming_decision', 'naming decision'), ('correction', 'correction'), ('rectification', 'order to rectify'), ('suspension', 'suspension of a title'), ('restoration', 'restoration of a title'), ('revocation', 'revocation of a title'), ('deregistration', 'deregistration of a title'), ('recheck_retention', 'retention after a re-check')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='releaseitem',
            name='outcome',
            field=models.CharField(choices=[('recommended', 'recommended'), ('entered_field_evaluation', 'entered the field evaluation'), ('proposed', 'proposed for naming'), ('named', 'named'), ('not_named', 'not named'), ('withdrawn', 'withdrawn'), ('disqualified', 'disqualified'), ('under_rectification', 'ordered to rectify'), ('suspended', 'title suspended'), ('restored', 'title restored'), ('revoked', 'title revoked'), ('deregistered', 'title deregistered'), ('retained', 'retained after a re-check')], max_length=24, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='releaseitem',
            name='region',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='division'),
        ),
        migrations.AlterField(
            model_name='releaseitem',
            name='region_path',
            field=models.CharField(blank=True, max_length=120, verbose_name='division as of that day'),
        ),
        migrations.AlterField(
            model_name='round',
            name='level',
            field=models.CharField(choices=[('national', 'national'), ('provincial', 'of a province'), ('regional', 'of an autonomous region')], default='regional', max_length=12, verbose_name='level'),
        ),
        migrations.AlterField(
            model_name='round',
            name='region',
            field=models.ForeignKey(blank=True, help_text='None for a national round.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='regions.region', verbose_name='organising division'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('level', 'national'), ('region__isnull', False), _connector='OR'), name='round_below_national_has_an_organiser', violation_error_message='Name the division that organises the round.'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        AppendOnly("registry_release", "registry_releaseitem", "registry_itemtext", "registry_withholding"),
    ]
