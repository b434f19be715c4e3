"""A mail backend of the tests: each letter is a file, slowly, so that a kill meets one half-way."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SLOW = 0.05  # seconds


class EmailBackend(BaseEmailBackend):
    """Writes to whom each letter goes and its number."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each."""
        folder = Path(settings.DATA) / "letters"
        folder.mkdir(exist_ok=True)
        for letter in email_messages:
            time.sleep(SLOW)
            half = Path(settings.DATA) / str(uuid.uuid4())
            half.write_text(f"{letter.to[0]} {letter.extra_headers['Message-ID']}")
            half.rename(folder / half.name)  # a letter is there whole or not at all, as from a mail server
        return len(email_messages)
