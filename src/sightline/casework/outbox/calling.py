"""Telling programs of events: signed calls, each made until it arrives or has been tried often enough.

A call is claimed before it is made. One whose worker was killed is made again after `CLAIM`: the receiver knows
it by its number. One that is not answered with 2xx is tried again after the growing `WAITS`. No redirect is
followed, no answer is read beyond its status. A child whose record is restricted is not told of, as with the
read API.
"""

from __future__ import annotations

import hmac
import json
import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import urllib3
from django.db.models import F, Q, QuerySet

from sightline.casework.outbox.addresses import NotThere, Place, place_of
from sightline.casework.outbox.hooks import secret_of
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.outbox.sight import Sees
from sightline.casework.staff.keys import viewer_of_key

WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
MOST_TRIES = len(WAITS) + 1
CLAIM = timedelta(minutes=15)
PATIENCE = 5.0  # seconds
AT_ONCE = 20


def call(*, at: datetime, sees: Sees) -> int:
    """Make some of the calls that wait. How many arrived."""
    return sum(_made(each, at=at) for each in _claimed(at, sees))


def stuck(*, at: datetime, sees: Sees) -> int:
    """How many calls of the last days were given up, or should have been made an hour ago."""
    late = Q(tries=0, made_at__lt=at - timedelta(hours=1))
    given_up = Q(tries__gte=MOST_TRIES, made_at__gt=at - timedelta(days=7))
    return _told(at, sees).filter(late | given_up, done_at=None).count()


def signed(secret: str, body: bytes, *, at: datetime) -> str:
    """The header that says who calls, and when: HMAC-SHA256 of `<seconds>.<body>`."""
    seconds = str(int(at.timestamp()))
    mark = hmac.digest(secret.encode(), seconds.encode() + b"." + body, "sha256").hex()
    return f"t={seconds},v1={mark}"


def _claimed(at: datetime, sees: Sees) -> Iterator[Call]:
    for each in _told(at, sees).filter(_to_make(at)).select_related("hook").order_by("pk")[:AT_ONCE]:
        same = Call.objects.filter(_to_make(at), pk=each.pk, tries=each.tries)
        if same.update(claimed_at=at, tries=F("tries") + 1):
            yield each


def _to_make(at: datetime) -> Q:
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM)
    due = Q(next_try=None) | Q(next_try__lte=at)
    return Q(free, due, done_at=None, tries__lt=MOST_TRIES)


def _made(each: Call, *, at: datetime) -> bool:
    tries = each.tries + 1
    body = json.dumps(
        {"id": each.pk, "event": each.event, "at": each.made_at.isoformat(), **each.body}, sort_keys=True
    ).encode()
    answer, arrived = _posted(each.hook, body, number=each.pk, at=at)
    again = None if arrived or tries >= MOST_TRIES else at + WAITS[tries - 1]
    told = {"answer": answer, "claimed_at": None, "next_try": again, "done_at": at if arrived else None}
    Call.objects.filter(pk=each.pk, claimed_at=at).update(**told)
    return arrived


def _posted(hook: Hook, body: bytes, *, number: int, at: datetime) -> tuple[str, bool]:
    """The status, or the kind of failure, and whether it arrived."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Sightline",
        "Sightline-Call": str(number),
        "Sightline-Signature": signed(secret_of(hook), body, at=at),
    }
    try:
        status = _answer(place_of(hook.url), body, headers)
    except NotThere:
        return "not to be called", False
    except urllib3.exceptions.HTTPError as failure:
        return type(failure).__name__, False
    return str(status), 200 <= status < 300


def _answer(place: Place, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer of the machine that was judged; its certificate is of the name."""
    limit = urllib3.Timeout(connect=PATIENCE, read=PATIENCE)
    told: dict[str, Any] = {"timeout": limit, "retries": False, "maxsize": 1}
    if place.https:
        told |= {
            "ssl_context": ssl.create_default_context(),
            "server_hostname": place.host,
            "assert_hostname": place.host,
        }
    pool = (urllib3.HTTPSConnectionPool if place.https else urllib3.HTTPConnectionPool)(
        place.machine, place.port, **told
    )
    with pool:
        answer = pool.urlopen(
            "POST", place.path, body=body, headers={"Host": _host(place), **headers}, redirect=False,
            preload_content=False,
        )  # fmt: skip
        answer.close()
        return int(answer.status)


def _host(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == (443 if place.https else 80) else f"{host}:{place.port}"


def _told(at: datetime, sees: Sees) -> QuerySet[Call]:
    """Calls but those about a child whom a program may not see; once it may, they are made."""
    known = sees(seen_by=viewer_of_key(at=at)).values("pk")
    return Call.objects.filter(Q(child=None) | Q(child__in=known), hook__stopped_at=None)
