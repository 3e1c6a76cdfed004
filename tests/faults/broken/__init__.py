"""Things to break while people use the site: the clock, the disk and the connection."""
