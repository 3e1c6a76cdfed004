"""What a version would change for the stored cases: the pages that ask, follow and show."""
