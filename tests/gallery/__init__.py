"""Pages with every component in every state: only in tests, for eyes and for axe."""
