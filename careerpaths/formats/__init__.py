"""How dates and times are written where Django itself shows them, such as in the lists of its admin."""
