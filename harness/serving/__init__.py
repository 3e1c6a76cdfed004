"""The site as it is deployed, on this machine or on several."""
