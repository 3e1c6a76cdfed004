"""What the method needs to know of the cases, named by the settings so that it imports none of them."""
