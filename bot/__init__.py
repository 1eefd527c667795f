"""The server: HTTP, channels, settings, processes, pages."""
