"""Editing a draft section by section, with forms that are made from the schema of the document."""
