"""The lexicon of set phrases (提法): data files, and what may be asked of them."""
