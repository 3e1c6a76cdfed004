"""What is asked, and the only code that writes answers and options."""
