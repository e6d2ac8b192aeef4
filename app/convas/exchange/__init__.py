"""Taking designs in and giving numbers out, one file a format."""
