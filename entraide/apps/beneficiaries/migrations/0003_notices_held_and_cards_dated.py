from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='card',
            name='issued_on',
            field=models.DateField(default=date(2024, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='card',
            name='kind',
            field=models.CharField(choices=[('beneficiary', 'bénéficiaire'), ('spouse', 'conjoint'), ('child', 'enfant')], default='beneficiary', help_text='what the code says', max_length=12),
        ),
        migrations.AddField(
            model_name='card',
            name='revoked_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='taxcampaign',
            name='asked_through',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='taxnotice',
            name='held_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='taxnotice',
            name='held_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['until'], name='card_revoked'),
        ),
    ]
