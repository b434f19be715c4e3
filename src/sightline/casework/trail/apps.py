from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "sightline.casework.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"
