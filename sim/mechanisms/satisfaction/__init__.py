"""What customers make of us, what they tell others, what they answer when we ask."""
