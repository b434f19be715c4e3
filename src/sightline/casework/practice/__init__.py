"""The council's practice: the versions kept, and which is in force on a day."""
