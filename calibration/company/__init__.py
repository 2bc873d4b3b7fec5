"""A company: a folder with its profile, the market fitted to its tables, and its policy of today."""
