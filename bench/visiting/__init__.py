"""People who use the site as a browser without JavaScript does. Needs no packages but our own."""
