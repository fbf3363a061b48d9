"""Logs, request ids, health, error reports: what operators see, never personal data."""
