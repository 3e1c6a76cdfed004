"""How things are worded, drawn and typed on every page."""
