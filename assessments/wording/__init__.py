"""How things are said, drawn and typed on every page."""
