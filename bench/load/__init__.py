"""Many people at once, on a site as it is deployed: nginx, two web processes, a worker, PostgreSQL and Redis."""
