"""The statistics page, its charts, files and the monthly report."""
