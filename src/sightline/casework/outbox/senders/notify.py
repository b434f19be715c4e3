"""Letters by GOV.UK Notify: a mail backend of Django, so that every letter of the service leaves by it.

The template at Notify has two places: ((subject)) and ((body)). A letter may carry a reference: one that is tried
`Again` after its sender was killed is looked for at Notify first, and not sent twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.notifications import NotificationsAPIClient

REFERENCE, AGAIN = "X-Sightline-Reference", "X-Sightline-Again"
PATIENCE = 20  # seconds


class EmailBackend(BaseEmailBackend):
    """Sends through GOV.UK Notify. Raises what its client raises, unless told to fail silently."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each to everybody it is to; how many were sent."""
        try:
            client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]
                settings.NOTIFY_KEY, base_url=settings.NOTIFY_URL, timeout=PATIENCE
            )
            return sum(_send(client, message) for message in email_messages)
        except Exception:  # Django's contract of a mail backend: asked to be silent, it is, whatever went wrong
            if not self.fail_silently:
                raise
            return 0


def _send(client: Any, message: EmailMessage) -> bool:
    reference = message.extra_headers.get(REFERENCE, "")
    if message.extra_headers.get(AGAIN) and _has(client, reference):
        return True
    message.message()  # refuses an address or a subject of more than one line
    for address in message.to:
        client.send_email_notification(
            email_address=address,
            template_id=settings.NOTIFY_TEMPLATE,
            personalisation={"subject": message.subject, "body": message.body},
            reference=reference or None,
        )
    return True


def _has(client: Any, reference: str) -> bool:
    """Whether Notify has taken a letter of this reference already."""
    found = client.get_all_notifications(reference=reference)["notifications"]
    return bool(found)
