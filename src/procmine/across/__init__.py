"""What is there beyond one process? Answers over all logs of a workspace."""
