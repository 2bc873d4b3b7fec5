"""What the front line of service may decide itself."""
