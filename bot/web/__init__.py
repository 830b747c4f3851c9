"""The web server of a running service: health, metrics and pages, on the address that the settings give."""
