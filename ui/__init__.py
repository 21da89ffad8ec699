"""Two faces over one flow: the desk in the browser and the command line."""
