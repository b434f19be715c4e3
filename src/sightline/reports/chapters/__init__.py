"""The chapters of a report; each is made from evidence and says itself what it could not be given."""
