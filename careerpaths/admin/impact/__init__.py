"""What a version would change for the stored cases: the pages to ask, follow and read."""
