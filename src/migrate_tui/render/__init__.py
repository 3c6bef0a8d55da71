"""RunState made readable: text, Markdown, HTML and JSON of one document, and a line that moves."""
