"""What is wrong with an answer, by kind of field. Each gives one German sentence, "" where nothing is wrong."""
