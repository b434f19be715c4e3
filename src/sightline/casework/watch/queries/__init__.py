"""What was done between reviews, what is due, what was noticed: of children in scope, in few queries."""
