"""Messages to customers: so many a week after the first order, until somebody opts out."""
