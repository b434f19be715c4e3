"""The kind of a review, how the child took part, and whether all is ready: on shared pages."""
