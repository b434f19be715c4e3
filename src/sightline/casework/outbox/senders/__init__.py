"""Ways out for letters beside Django's own (console, SMTP)."""
