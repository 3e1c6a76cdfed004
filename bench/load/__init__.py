"""Many people at once on a site as deployed: nginx, two web processes, a worker, PostgreSQL and Redis."""
