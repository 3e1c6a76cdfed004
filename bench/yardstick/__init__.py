"""A bare Django view to hold our own against: as large a page, as many queries, the same middleware and server."""
