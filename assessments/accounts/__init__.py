"""Accounts: signing in by a code that is sent by e-mail."""
