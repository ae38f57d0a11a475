"""Files sent by people are checked before they are kept: images are written again, documents are looked into."""
