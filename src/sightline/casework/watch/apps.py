from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "sightline.casework.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"
