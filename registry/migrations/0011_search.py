from django.db import migrations, models

from registry import append_only
from registry.append_only import AppendOnly
from registry.grams import GramIndex
from registry.searching import search_form


def fill(apps, schema_editor):
    """What entries are found by follows from their statements. The old search form stood among the words that are
    never changed, and goes."""
    for name in ("Entry", "Span"):
        model = apps.get_model("registry", name)
        found = list(model.objects.select_related("current__text"))
        for one in found:
            one.searched = search_form(one.current)
        model.objects.bulk_update(found, ["searched"], batch_size=500)


def lift(apps, schema_editor):
    """SQLite may rebuild a table to alter it, which its triggers would take for writing."""
    append_only.lift(schema_editor.connection, ["registry_itemtext"])


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_tallies")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="searched",
            field=models.TextField(default="", editable=False, verbose_name="search form"),
        ),
        migrations.AddField(
            model_name="span",
            name="searched",
            field=models.TextField(default="", editable=False, verbose_name="search form"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(lift, migrations.RunPython.noop),
        migrations.RemoveField(model_name="itemtext", name="folded"),
        AppendOnly("registry_itemtext"),
        GramIndex(),
    ]
