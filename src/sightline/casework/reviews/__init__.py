"""Reviews of children in care: what is particular to them beside any other meeting."""
