import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0002_calls"),
        ("members", "0002_establishment_address"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="calldocument", name="credit_takes_a_document_back"),
        migrations.AddField(
            model_name="calldocument",
            name="debtor_name",
            field=models.CharField(default="", help_text="as it stood on the day of issue", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="calldocument",
            name="lowers",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lowered_by", to="contributions.calldocument"
            ),
        ),
        migrations.AddConstraint(
            model_name="calldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "credit"), ("lowers__isnull", True), ("takes_back__isnull", False)),
                    models.Q(("kind", "credit"), ("lowers__isnull", False), ("takes_back__isnull", True)),
                    models.Q(("kind", "call"), ("lowers__isnull", True), ("takes_back__isnull", True)),
                    _connector="OR",
                ),
                name="credit_names_its_call",
            ),
        ),
    ]
