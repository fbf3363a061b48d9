"""The addresses of the module."""
