"""The catalogue in the dashboard."""
