"""What nobody meant to send: whatever comes in, the answer is one of a known kind and never a fault of ours."""
