"""The first screens: for each kind of work, the few numbers that say what needs somebody, and their lists."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Role
from sightline.web.screens.around import asked_screen, participation_screen, tray_screen
from sightline.web.screens.overseeing import administration_screen, data_screen, trends_screen
from sightline.web.screens.parts import Screen
from sightline.web.screens.reviewing import service_screen, today_screen

SCREENS: Sequence[Screen] = (
    Screen("service", "Service", frozenset({Role.IRO_MANAGER}), service_screen),
    Screen("today", "Today", frozenset({Role.IRO, Role.SENIOR_IRO, Role.CONFERENCE_CHAIR}), today_screen),
    Screen("service", "Service", frozenset({Role.SENIOR_IRO}), service_screen),
    Screen("tray", "Work tray", frozenset({Role.BUSINESS_SUPPORT}), tray_screen),
    Screen("asked", "Asked of me", frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER}), asked_screen),
    Screen("trends", "Trends", frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}), trends_screen),
    Screen("data", "Data", frozenset({Role.ANALYST}), data_screen),
    Screen("participation", "Taking part", frozenset({Role.PARTICIPATION_OFFICER}), participation_screen),
    Screen("administration", "Administration", frozenset({Role.ADMINISTRATOR}), administration_screen),
)


def screens_of(viewer: Viewer) -> list[Screen]:
    """The screens of somebody's roles, the one that needs them most in front."""
    return list({screen.key: screen for screen in SCREENS if screen.roles & viewer.roles}.values())
