"""How days pass: whose clock fires, what follows from it, what the post and the desks do in the evening."""
