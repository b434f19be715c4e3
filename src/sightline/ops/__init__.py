"""How it runs: the command line, the sample council, the check of this machine."""
