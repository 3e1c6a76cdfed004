"""Editing a draft section by section, with forms made from the document's schema."""
