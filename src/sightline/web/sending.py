"""How much may be sent: files by those who are signed in, where files are asked for; else what a form can hold."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sightline.web.rendering import render

#: Where files are given.
TAKES_FILES = ("/imports/new/", "/practice/upload/")


class Sending:
    """Refuses what is too much before any of it is read, so that nobody at the door can fill the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _sent(request) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) and not _takes_files(request):
            return render(request, "errors/too_much.html", status=413)
        return self.get_response(request)


def _sent(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0


def _takes_files(request: HttpRequest) -> bool:
    return request.path in TAKES_FILES and request.user.is_authenticated
