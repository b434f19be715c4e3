"""The trail is only ever added to: the database itself refuses to change or remove an entry or a seal."""

import django.db.models.deletion
from django.db import migrations, models

from sightline.casework.trail.guards import put_up, take_down


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="trail.entry",
                    ),
                ),
            ],
        ),
        migrations.RunPython(put_up, take_down),
    ]
