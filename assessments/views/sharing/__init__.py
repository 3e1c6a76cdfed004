"""Pages that owners and recipients of links open."""
