"""Between reviews: midway checks, contacts, how closely a plan is watched, changes, what seems to drift."""
