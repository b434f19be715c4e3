"""How gunicorn serves the pages. Told by `sightline serve`: address, processes."""

from __future__ import annotations

import os

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
