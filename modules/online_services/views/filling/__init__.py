"""Filling in a form: the same pages for citizens and, below /verwaltung/, for colleagues who fill in for somebody."""
