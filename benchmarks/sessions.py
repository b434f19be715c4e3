"""Signs people of the sample council in, for the bench: one line of JSON a person.

Usage: python sessions.py OFFICERS OTHERS. Needs the environment of the service (SIGHTLINE_…), with
SIGHTLINE_SAMPLE=yes. Officers who review children come first, each with children of theirs; then people who see
the whole service, in turn. The last line is a key of the read API.
"""

import json
import os
import sys
from datetime import timedelta
from importlib import import_module
from itertools import cycle, islice

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.ops.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model, login  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from sightline.casework.meetings.models import Matter  # noqa: E402
from sightline.casework.register.models import Episode  # noqa: E402
from sightline.casework.register.scope import children  # noqa: E402
from sightline.casework.staff.actions import make_key  # noqa: E402
from sightline.casework.staff.queries import viewer  # noqa: E402
from sightline.domain.roles import Act, Role  # noqa: E402
from sightline.web.day import now  # noqa: E402

assert settings.SAMPLE, "the bench signs people in without a password: for the sample council alone"
MOMENT = now()


def session_of(person) -> str:
    """A session in which this person is signed in."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session.save()
    return request.session.session_key


def told(person) -> str:
    """Who this is, as a line."""
    who = viewer(person, at=MOMENT, on=MOMENT.date())
    in_care = Episode.objects.filter(ceased=None).values("child")
    mine = list(children(seen_by=who).filter(pk__in=in_care).values_list("pk", flat=True)[:60])
    parts = Matter.objects.filter(child__in=mine).order_by("-pk")
    coming = list(parts.filter(state="to_hold").values_list("pk", flat=True)[:40])
    records = parts.filter(state="complete", record__isnull=False) if who.may(Act.SEND_OUT) else parts.none()
    written = list(records.values_list("pk", flat=True)[:40])
    sees = {"service": who.may(Act.SEE_SERVICE), "queue": who.may(Act.ALLOCATE)}
    return json.dumps(
        {"session": session_of(person), "children": mine, "coming": coming, "written": written, **sees}
    )


def holding(*roles):
    """People who hold one of these roles today."""
    periods = {"role_periods__role__in": roles, "role_periods__ended": None}
    return get_user_model().objects.filter(is_active=True, **periods).distinct().order_by("pk")


officers, others = int(sys.argv[1]), int(sys.argv[2])
reviewing = [each for each in holding(Role.IRO) if each.involvements.filter(role="iro", ended=None).exists()]
leading = holding(Role.IRO_MANAGER, Role.SENIOR_IRO, Role.HEAD_OF_SERVICE, Role.BUSINESS_SUPPORT, Role.ANALYST)
for person in [*islice(cycle(reviewing), officers), *islice(cycle(leading), others)]:
    print(told(person))
administrator = viewer(holding(Role.ADMINISTRATOR)[0], at=MOMENT, on=MOMENT.date())
key = make_key(
    name="bench", scopes=["children", "episodes"], expires=MOMENT.date() + timedelta(days=1), by=administrator
)
print(json.dumps({"key": key.secret}))
