"""What a person can take along: one file a format, all made from the same `Kept`."""
