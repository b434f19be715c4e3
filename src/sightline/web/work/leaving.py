"""Messages to people: on shared pages."""
