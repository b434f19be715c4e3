"""States and moves of the work: what may follow what. Who may do it is in `domain.roles`."""

from sightline.domain.workflows.meetings import ASK as ASK
from sightline.domain.workflows.meetings import DECISION as DECISION
from sightline.domain.workflows.meetings import MATTER as MATTER
from sightline.domain.workflows.meetings import MEETING as MEETING
from sightline.domain.workflows.meetings import RECORD as RECORD
from sightline.domain.workflows.meetings import RESULT as RESULT
from sightline.domain.workflows.workflow import Move as Move
from sightline.domain.workflows.workflow import NotPossible as NotPossible
from sightline.domain.workflows.workflow import Workflow as Workflow
