"""What was done and seen, by whom and when: append only, chained. And what a row said before it changed."""
