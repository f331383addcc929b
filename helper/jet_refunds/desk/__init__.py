"""The seller's desk: the system tray and the keychain of the operating system."""
