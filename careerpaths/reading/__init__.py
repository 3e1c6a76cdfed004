"""What people and programs send, read within bounds."""
