"""Who is named for which child and why, and how a child passes from one officer to another."""
