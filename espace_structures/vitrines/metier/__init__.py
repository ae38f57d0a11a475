"""The rules of the room: who edits what, the road of a page to its readers."""
