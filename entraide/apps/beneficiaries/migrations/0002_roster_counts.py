from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0001_initial")]

    operations = [
        migrations.AddField("affiliation", "arrived_on", models.DateField(null=True)),
        migrations.AddField("rosterimport", "on", models.DateField(default=date(2024, 1, 1)), preserve_default=False),
        *[
            migrations.AddField("rosterimport", f"{noun}_count", models.PositiveIntegerField(default=0))
            for noun in ("staff", "arrival", "departure", "change", "doubt")
        ],
        migrations.AddField("rosterimport", "plan_digest", models.CharField(blank=True, max_length=64)),
    ]
