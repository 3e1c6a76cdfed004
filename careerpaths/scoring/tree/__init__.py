"""The value tree: how answers become one value, as data. The engine knows its kinds of node, and no rule by name."""
