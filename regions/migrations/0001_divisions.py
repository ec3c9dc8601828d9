import django.core.validators
import django.db.models.deletion
import regions.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "public version",
                "verbose_name_plural": "public version",
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        db_index=True,
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A([1-9][0-9]{5}|XPCC[0-9]{2})\\Z",
                                "A code is six digits (GB/T 2260) or, for a division of the Corps, like XPCC08.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=60, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=60, verbose_name="short name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "province level"),
                            ("prefecture", "prefecture level"),
                            ("county", "county level"),
                            ("division", "division of the Corps"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20, verbose_name="kind")),
                (
                    "path",
                    models.CharField(db_index=True, editable=False, max_length=120, verbose_name="full name"),
                ),
                (
                    "pinyin",
                    models.CharField(blank=True, db_index=True, max_length=200, verbose_name="pinyin"),
                ),
                (
                    "initials",
                    models.CharField(blank=True, db_index=True, max_length=40, verbose_name="initials"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="official order")),
                (
                    "valid_from",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="As precisely as known; empty: since before the tables begin.",
                        max_length=10,
                        validators=[regions.models.partial_date],
                        verbose_name="valid from",
                    ),
                ),
                (
                    "valid_to",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The first day on which it no longer existed; empty: exists today.",
                        max_length=10,
                        validators=[regions.models.partial_date],
                        verbose_name="valid until",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="regions.region",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "division",
                "verbose_name_plural": "divisions",
                "ordering": ["sort_order", "code", "valid_from"],
            },
        ),
        migrations.CreateModel(
            name="RegionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[regions.models.partial_date],
                        verbose_name="day",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("source", models.TextField(blank=True, verbose_name="source")),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="regions.region",
                        verbose_name="predecessor",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origins",
                        to="regions.region",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a division",
                "verbose_name_plural": "changes of divisions",
                "ordering": ["date", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(
                fields=("code", "valid_from"),
                name="region_code_and_day",
                violation_error_message="This code already has a division beginning on this day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", "")),
                fields=("code",),
                name="region_one_present_holder_of_a_code",
                violation_error_message="This code is held by another division that exists today.",
            ),
        ),
        migrations.AddConstraint(
            model_name="regionchange",
            constraint=models.UniqueConstraint(
                fields=("predecessor", "successor", "date"), name="regionchange_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="regionchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("predecessor__isnull", False), ("successor__isnull", False), _connector="OR"
                ),
                name="regionchange_has_an_end",
            ),
        ),
    ]
