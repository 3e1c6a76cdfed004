"""What a comparison says: the result, how confident it is, what if."""
