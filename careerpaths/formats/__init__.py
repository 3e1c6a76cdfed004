"""How days and times are written, for what Django itself shows, such as the lists in its admin."""
