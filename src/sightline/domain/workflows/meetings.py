"""The workflows of a chaired meeting: its date, each child's part in it, the record, decisions, what is asked for.

Adjourned once, and completed within 20 working days: SI 2010/959 reg 36(2), as the counting rules have it
(`cla-review-adjourn`). Managers' five working days on decisions: `review-manager-response`.
"""

from __future__ import annotations

from sightline.domain.workflows.workflow import Workflow, moving

#: The date of a meeting. A meeting that was held is never cancelled; one moved stays planned; one that was said to
#: be held by mistake is planned again.
MEETING = Workflow(
    "meeting",
    {"proposed": "Dates proposed", "planned": "Planned", "held": "Held", "cancelled": "Cancelled"},
    (
        moving("settle", "Settle the date", "proposed", "planned"),
        moving("move", "Move to another date", "planned", "planned"),
        moving("hold", "Say that it was held", "planned", "held"),
        moving("cancel", "Cancel", "proposed planned", "cancelled"),
        moving("not_held", "Say that it was not held after all", "held", "planned"),
    ),
)

#: One child's part of a meeting. A series of sittings has begun until its last; an adjourned one is resumed once.
MATTER = Workflow(
    "part of the meeting",
    {
        "to_hold": "To be held",
        "begun": "Begun, another sitting to come",
        "adjourned": "Adjourned",
        "complete": "Complete",
        "taken_out": "Taken out",
    },
    (
        moving("complete", "Complete", "to_hold begun adjourned", "complete"),
        moving("begin", "Hold one of several sittings, not the last", "to_hold begun", "begun"),
        moving("adjourn", "Adjourn", "to_hold", "adjourned"),
        moving("take_out", "Take this child out of the meeting", "to_hold", "taken_out"),
        moving("not_held", "Say that it was not held after all", "begun adjourned complete", "to_hold"),
    ),
)

#: The record of one child's part.
RECORD = Workflow(
    "record",
    {
        "not_started": "Not started",
        "writing": "Being written",
        "typing": "With business support to type",
        "checking": "Typed, to be checked",
        "finished": "Finished",
    },
    (
        moving("start", "Start writing", "not_started", "writing"),
        moving("send_to_type", "Send to be typed", "not_started writing checking", "typing"),
        moving("take_back", "Take back", "typing", "writing"),
        moving("typed", "Typed", "typing", "checking"),
        moving("finish", "Finish the record", "writing checking", "finished"),
        moving("reopen", "Open again", "finished", "writing"),
    ),
)

#: What managers say to a decision before it is final.
DECISION = Workflow(
    "decision",
    {
        "draft": "Draft",
        "in_window": "With managers",
        "queried": "Queried",
        "final": "Final",
        "withdrawn": "Withdrawn",
    },
    (
        moving("issue", "Issue to managers", "draft", "in_window"),
        moving("query", "Query", "in_window", "queried"),
        moving("answer", "Answer the query", "queried", "in_window"),
        moving("close", "Close the window", "in_window", "final"),
        moving("withdraw", "Withdraw", "draft in_window queried", "withdrawn"),
    ),
)

#: What became of a decision, answered at the latest at the next meeting.
RESULT = Workflow(
    "decision",
    {
        "open": "Not answered yet",
        "done": "Done",
        "partly": "Partly done",
        "not_done": "Not done",
        "superseded": "Superseded",
    },
    (
        moving("done", "Done", "open partly not_done", "done"),
        moving("partly", "Partly done", "open not_done", "partly"),
        moving("not_done", "Not done", "open partly", "not_done"),
        moving("supersede", "Superseded", "open partly not_done", "superseded"),
    ),
)

#: A report or paper asked for before a meeting.
ASK = Workflow(
    "request",
    {
        "to_ask": "To be asked for",
        "asked": "Asked for",
        "received": "Received",
        "shared": "Shared with the family",
        "not_needed": "Not needed",
    },
    (
        moving("ask", "Ask for it", "to_ask", "asked"),
        moving("chase", "Chase", "asked", "asked"),
        moving("receive", "Received", "to_ask asked", "received"),
        moving("share", "Shared with the family", "received", "shared"),
        moving("set_aside", "Not needed", "to_ask asked", "not_needed"),
        moving("take_up", "Needed after all", "not_needed", "to_ask"),
    ),
)
