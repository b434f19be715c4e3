"""What seems to drift, and decisions across children: on shared pages."""
