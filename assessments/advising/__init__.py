"""The advisor: desk, invitations, consent."""
