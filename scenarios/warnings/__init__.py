"""What a scenario may say, and may not mean."""
