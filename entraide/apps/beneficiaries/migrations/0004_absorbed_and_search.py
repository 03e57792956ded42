import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0003_notices_held_and_cards_dated'),
    ]

    operations = [
        migrations.AddField(
            model_name='beneficiary',
            name='absorbed_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='beneficiaries.beneficiary'),
        ),
        migrations.AddField(
            model_name='dependant',
            name='absorbed_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='beneficiaries.dependant'),
        ),
        migrations.AddIndex(
            model_name='affiliation',
            index=models.Index(condition=models.Q(('staff_number', ''), _negated=True), fields=['staff_number', 'member'], name='affiliation_by_number'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(fields=['born_on', 'search_name'], name='identity_by_birth'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('email', ''), _negated=True), fields=['email'], name='identity_by_email'),
        ),
    ]
