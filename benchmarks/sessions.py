"""Signs people of the sample council in, for the bench: prints one session key a line, with role and first child.

Usage: python sessions.py NUMBER. Needs the environment of the service (SIGHTLINE_…), with SIGHTLINE_SAMPLE=yes.
"""

import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.ops.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.utils import timezone  # noqa: E402

from sightline.casework.register.scope import children  # noqa: E402
from sightline.casework.staff.queries import viewer  # noqa: E402
from sightline.domain.roles import Reach  # noqa: E402

assert settings.SAMPLE, "the bench signs people in without a password: for the sample council alone"


def session_of(person) -> str:
    """A session in which this person is signed in."""
    from django.contrib.auth import login

    request = HttpRequest()
    request.user = AnonymousUser()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return request.session.session_key


moment = timezone.localtime()
people = get_user_model().objects.filter(is_active=True, role_periods__role__in=["iro", "iro_manager"]).distinct()
for person in people.order_by("pk")[: int(sys.argv[1])]:
    who = viewer(person, at=moment, on=settings.TODAY or moment.date())
    seen = children(seen_by=who)
    mine = list(seen.order_by("pk").values_list("pk", flat=True)[:60])
    print(json.dumps({"key": session_of(person), "service": who.reach is Reach.SERVICE, "children": mine}))
