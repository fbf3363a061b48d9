"""What is done to forms while they are built: edits with history, test cases, publishing, files, templates."""
