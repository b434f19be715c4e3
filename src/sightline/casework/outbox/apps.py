from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "sightline.casework.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
