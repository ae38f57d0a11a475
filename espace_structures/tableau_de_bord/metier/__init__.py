"""What each role has to do, read in the rooms below: values ready to be shown, a fixed number of queries."""
