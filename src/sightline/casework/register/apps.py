from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "sightline.casework.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sightline.casework.register.among import register

        register()
