"""The picture: one page per question, and the report of a comparison."""
