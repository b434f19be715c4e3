from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sightline.web"
    label = "web"

    def ready(self) -> None:
        """Listen to sign-in."""
        from sightline.web import signing_in

        signing_in.connect()
