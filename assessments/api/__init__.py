"""The API: a case goes in, its comparison comes out."""
