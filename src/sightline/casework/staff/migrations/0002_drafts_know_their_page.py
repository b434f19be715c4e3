from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="draft",
            name="opened",
            field=models.JSONField(default=dict),
        ),
    ]
