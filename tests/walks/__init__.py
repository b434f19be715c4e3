"""What is at the addresses of the reviewing cycle, by what they are for: each with WALKS, FORMS and NOT_MET."""
