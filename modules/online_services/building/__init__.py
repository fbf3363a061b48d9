"""Building forms: edits, rules in words, differences, test cases and files as pure functions on definitions."""
