"""What a comparison says: the result, how sure it is, what if."""
