"""Forms of the gated space and of the public pages of the room; those of the back office are in `forms`."""
