"""People who use the site as a browser without JavaScript does. Needs nothing but the standard library."""
