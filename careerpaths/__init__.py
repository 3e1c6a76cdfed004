"""The site package: settings, the method and its public pages."""
