"""What readers ask of the directory and of the gallery."""
