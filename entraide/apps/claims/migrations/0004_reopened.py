from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0003_papers_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='reopened_on',
            field=models.DateField(help_text='the last day on which its decision was put in question', null=True),
        ),
    ]
