"""What the wizard knows of a plan on its way: journals, processes, gates; nothing here draws."""
