"""Cheats: invitations to an account of one's own, and honest friends who are taken for one."""
