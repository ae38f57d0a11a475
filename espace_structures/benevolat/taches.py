"""What the room does by itself once a day. The work is in metier/, a module a subject."""
