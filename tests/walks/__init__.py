"""What there is to see and to do, a module for each group of pages. See `access_walks.Walk`."""

from walks import (
    drifting,
    figures,
    leaving,
    moving,
    numbering,
    recording,
    reviewing,
    scheduling,
    telling,
    watching,
)

GROUPS = (scheduling, recording, telling, reviewing, watching, drifting, leaving, moving, figures, numbering)
