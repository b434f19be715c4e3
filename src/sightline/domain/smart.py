"""Gentle prompts about a decision: is it specific, does it say who, by when, to what end? They never stop anybody.

The idea of a decision that can be followed up: who does what by when (IRO Handbook, 2010, on SMART decisions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

#: Words that say that something should happen, and not what.
VAGUE = (
    "as appropriate", "as necessary", "as needed", "as soon as possible", "asap", "consider", "continue to",
    "explore", "if possible", "look into", "monitor", "ongoing", "regularly", "to be discussed",
    "where possible", "work with",
)  # fmt: skip

#: Names for everybody, and so for nobody.
EVERYBODY = frozenset({"all", "everybody", "everyone", "professionals", "the network", "the team", "tbc", "tba"})

#: Shorter than that, a decision rarely says who does what.
FEW_WORDS = 4
FAR_OFF = timedelta(days=366)
_WORD = re.compile(r"[\w’']+")
_TWO = re.compile(r"\w{4,}[.;]\s+\S|\n\s*\S|\band also\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that would make a decision easier to follow. `part` is which: what, who, by_when, outcome."""

    part: str
    says: str


def prompts(
    *, what: str, who: str = "", by_when: date | None = None, outcome: str = "", made_on: date | None = None
) -> tuple[Prompt, ...]:
    """What might be said more clearly in a decision, in the order of its parts."""
    return (*_about_what(what), *_about_who(who), *_about_when(by_when, made_on), *_about_outcome(outcome, what))


def _about_what(what: str) -> tuple[Prompt, ...]:
    told = []
    if what and len(_WORD.findall(what)) < FEW_WORDS:
        told.append(Prompt("what", "It is very short. What exactly will be done?"))
    vague = next((words for words in VAGUE if re.search(rf"\b{words}\b", what, re.IGNORECASE)), "")
    if vague:
        told.append(Prompt("what", f"“{vague}” can mean many things. How would somebody see that it was done?"))
    if _TWO.search(what.strip()):
        told.append(Prompt("what", "It may be more than one decision: two are easier to follow than one."))
    return tuple(told)


def _about_who(who: str) -> tuple[Prompt, ...]:
    said = who.strip().casefold()
    if not said:
        return (Prompt("who", "Who will do it?"),)
    if said in EVERYBODY:
        return (Prompt("who", "When everybody is to do it, often nobody does. Who will see to it?"),)
    return ()


def _about_when(by_when: date | None, made_on: date | None) -> tuple[Prompt, ...]:
    if by_when is None:
        return (Prompt("by_when", "By when? Without a day it cannot be late, and so is easily forgotten."),)
    if made_on and by_when < made_on:
        return (Prompt("by_when", "That day is before the review."),)
    if made_on and by_when > made_on + FAR_OFF:
        return (Prompt("by_when", "That is over a year away. Is there a first step with a day that is nearer?"),)
    return ()


def _about_outcome(outcome: str, what: str) -> tuple[Prompt, ...]:
    said = outcome.strip().casefold()
    if not said:
        return (Prompt("outcome", "What will be better for the child?"),)
    if said == what.strip().casefold():
        return (Prompt("outcome", "It says the same as the decision. What will be better for the child?"),)
    return ()
