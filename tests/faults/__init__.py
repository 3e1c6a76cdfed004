"""What happens to people's answers when something breaks: scripted faults under load, checked from the outside."""
