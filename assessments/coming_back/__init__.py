"""Going on later: my comparisons, other browsers, what is new."""
