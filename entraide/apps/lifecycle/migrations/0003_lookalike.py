from django.db import migrations, models

import entraide.orm.fields


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0004_absorbed_and_search'),
        ('lifecycle', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lookalike',
            fields=[
                ('id', entraide.orm.fields.KeyField(serialize=False)),
                ('first_id', models.UUIDField()),
                ('second_id', models.UUIDField()),
                ('household_id', models.UUIDField(null=True)),
                ('likeness', models.CharField(choices=[('sure', 'presque certain'), ('likely', 'probable'), ('possible', 'à regarder')], max_length=12)),
                ('rank', models.IntegerField(help_text='the order of the list: the surest first')),
                ('kinds', models.CharField(help_text='the kinds of evidence, each between bars, to filter by', max_length=200)),
                ('evidence', models.JSONField()),
                ('first_name', models.CharField(max_length=201)),
                ('second_name', models.CharField(max_length=201)),
                ('found_on', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['-rank', 'first_name'], name='lookalike_by_rank')],
                'constraints': [models.UniqueConstraint(fields=('first_id', 'second_id'), name='lookalike_once'), models.CheckConstraint(condition=models.Q(('first_id__lt', models.F('second_id'))), name='lookalike_in_order')],
            },
        ),
    ]
