"""How the site's work grows with what is stored: `people` fill a database, `work` is measured, `table` reports it."""
