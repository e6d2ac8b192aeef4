"""The kinds of layers, one file a family. Only the registry imports what is in here."""
