"""What the settings name for the method, which knows no cases."""
