"""What is broken while people use the site: the clock, the disk, the line."""
