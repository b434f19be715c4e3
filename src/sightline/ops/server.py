"""How gunicorn serves the pages. Told by `sightline serve`: address, processes."""

from __future__ import annotations

import logging
import os
from threading import Thread
from typing import Any

from sightline.ops.logs import LOGGING

bind = os.environ.get("SIGHTLINE_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SIGHTLINE_PROCESSES", "2"))
wsgi_app = "sightline.ops.wsgi:application"
worker_class = "gthread"
threads = 8  # as many as the pool of a process has connections
timeout = 120
graceful_timeout = 30
keepalive = 5
control_socket_disable = True  # it would be made in the home folder, and two installations would meet there
accesslog = None  # the log has a line for each request, without the address
logconfig_dict = LOGGING


def post_worker_init(worker: Any) -> None:
    """What makes documents is read while nobody waits for one yet."""
    Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    from sightline.casework.documents.queries import warm

    try:
        warm()
    except Exception:  # the first document will say what is wrong; pages are served without it
        logging.getLogger(__name__).exception("documents could not be made ready")
