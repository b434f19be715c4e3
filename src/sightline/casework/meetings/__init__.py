"""Any chaired meeting: when, who, what is asked for before it, the record, decisions, who is sent what."""
