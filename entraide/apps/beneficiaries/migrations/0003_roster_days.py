from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0002_roster_counts")]

    operations = [
        migrations.AddField("rosterimport", "applied_on", models.DateField(null=True)),
        migrations.AddField("rosterimport", "undone_on", models.DateField(null=True)),
    ]
