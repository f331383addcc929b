"""The operating system's desktop: the icon in the system tray and its menu."""
