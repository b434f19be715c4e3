"""How gunicorn serves the pages. Told by `sightline serve`: address, processes."""

from __future__ import annotations

import gc
import logging
import os
from threading import Thread
from typing import Any

from sightline.ops.logs import LOGGING

bind = os.environ.get("SIGHTLINE_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SIGHTLINE_PROCESSES", "2"))
wsgi_app = "sightline.ops.wsgi:application"
worker_class = "gthread"
#: A page makes tens of thousands of objects, nearly all of which go by themselves: Python's default of 700 between
#: two searches for those that do not costs a sixth of a page's time.
OBJECTS_BETWEEN_SEARCHES = (50_000, 20, 20)
threads = 4  # as many as the pool of a process has connections
timeout = 120
graceful_timeout = 30
keepalive = 5
control_socket_disable = True  # it would be made in the home folder, and two installations would meet there
accesslog = None  # the log has a line for each request, without the address
logconfig_dict = LOGGING


def post_worker_init(worker: Any) -> None:
    """What makes documents is read while nobody waits for one yet."""
    gc.set_threshold(*OBJECTS_BETWEEN_SEARCHES)
    Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    from sightline.casework.documents.queries import warm

    try:
        warm()
    except Exception:  # the first document will say what is wrong; pages are served without it
        logging.getLogger(__name__).exception("documents could not be made ready")
    gc.collect()
    gc.freeze()  # code and settings stay as long as the process: nobody need search them for what may go
