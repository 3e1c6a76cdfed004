"""A bare Django view to compare ours with: as large a page, as many queries, the same middleware and server."""
