"""Scenario files: found, read layer by layer, told in the units of their fields, refused where they do not fit."""
