"""The draft as the editor reads and changes it."""
