"""The people of the service: who they are, what they may do and when, how much of their time there is."""
