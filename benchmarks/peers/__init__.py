"""The reduced market written for other tools, one a file: ``run(people, days, seed)`` returns the totals of a run."""
