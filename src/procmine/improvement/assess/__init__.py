"""What an assessment is put together from: each section reads the answers of other questions and says what they mean for a manager."""
