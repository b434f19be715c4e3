"""What the team records: Django apps, each `models queries actions apps migrations`, each on those below it.

    watch        between reviews: midway checks, contacts, how closely a plan is watched, what seems to drift
    reviews      what is particular to reviews of children in care
    meetings     any chaired meeting: when, who, what is asked for, the record, decisions, who is sent what
    documents    templates, and documents as they were issued
    allocation   who is named for which child, why, and how a child passes from one officer to another
    register     children and what is told of them; who may see whom; import and extract
    practice     the council's practice in force, and when it changed
    outbox       what leaves for people and programs: messages, digests, calendars, webhooks
    staff        people, teams, roles, posts, absence; drafts; keys of the API
    trail        what was done and seen, chained; what a row said before

Pages are in `sightline.web`. Only this room touches models: everybody else asks `queries` and calls `actions`.
"""
