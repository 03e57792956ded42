"""Keep a copy of each account's name without case or accents, for search and sort."""

from django.db import migrations

import entraide.orm.history


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_shared_cache")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="search_name",
            field=entraide.orm.history.NormalisedField(default="", editable=False, max_length=460, of="name email"),
            preserve_default=False,
        ),
    ]
