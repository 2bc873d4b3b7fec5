"""A decision on one page, in a workbook, or on a slide, made from its JSON document alone."""
