"""The page of checks, and reference cases by form and from an export."""
