"""Forms of the room: `back_office` in Wagtail, the others in the gated space and on public pages."""
