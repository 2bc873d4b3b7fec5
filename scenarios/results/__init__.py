"""From worlds to what is read: tables, comparisons, sentences, and the folder that holds them."""
