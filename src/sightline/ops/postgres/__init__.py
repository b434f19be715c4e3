"""PostgreSQL as the service uses it: Django's own backend, with queries that are planned once and kept."""
