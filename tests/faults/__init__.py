"""What happens to people's answers when something breaks: each fault scripted, under load, checked from the outside."""
